import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listedFiles } from '#archive-schema/case-file/listed-files.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { checkListing } from '#pipelines/capture/check-listing.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { readCaseJson } from '#pipelines/capture/read-case-json.ts'
import { defaultContentLimits } from '#pipelines/examination/content-limits.ts'
import { examineContent } from '#pipelines/examination/examine-content.ts'
import { writeBornDigitalCase } from './born-digital-case.ts'
import { bornDigitalPdf } from './born-digital-pdf.ts'
import { writeRecordingCase } from './recording-case.ts'

test.for([5_000, 8_000, 20_001, 455_384])('makes a PDF of exactly %i bytes that passes examination', async (bytes) => {
  const pdf = bornDigitalPdf(bytes)
  expect(pdf.length).toBe(bytes)
  const format = await examineContent('files/a.pdf', bytesReader(pdf), {}, defaultContentLimits)
  expect(format).toMatchObject({ id: 'pdf', version: '1.7' })
})

test('makes no two PDF files alike', () => {
  expect(bornDigitalPdf(8_000).equals(bornDigitalPdf(8_000))).toBe(false)
})

test('makes a case of 13 files with as many bytes as were asked for, all of it listed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-bench-'))
  await writeBornDigitalCase(join(folder, 'case'), 'BENCH-1', 260_000)
  const source = folderSource(join(folder, 'case'))
  const entries = await source.entries()
  const caseFile = parseCaseFile(await readCaseJson(source, entries, defaultCaptureLimits))
  expect(() => checkListing(caseFile, entries, defaultCaptureLimits)).not.toThrow()
  const files = listedFiles(caseFile).map(({ file }) => file)
  expect(files).toHaveLength(13)
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(260_000)
  await rm(folder, { recursive: true })
})

test('makes a case with a recording that passes examination', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-bench-'))
  const { recording, sha256 } = await writeRecordingCase(join(folder, 'case'), 100_000)
  const source = folderSource(join(folder, 'case'))
  const entries = await source.entries()
  const caseFile = parseCaseFile(await readCaseJson(source, entries, defaultCaptureLimits))
  expect(() => checkListing(caseFile, entries, defaultCaptureLimits)).not.toThrow()
  expect(listedFiles(caseFile).at(-1)?.file).toMatchObject({ bytes: 100_000, sha256 })
  const bytes = await readFile(recording)
  const format = await examineContent('files/a.wav', bytesReader(bytes), {}, defaultContentLimits)
  expect(format).toMatchObject({ id: 'wav' })
  await rm(folder, { recursive: true })
})
