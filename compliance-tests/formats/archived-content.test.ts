import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import { readDocument } from '#services/access/read-content.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { CaseDraft, type JsonObject } from '../intake/case-draft.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let folder: string

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'archived-content-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

async function capture(name: string, draft: CaseDraft) {
  const place = join(folder, name)
  await draft.write(place)
  const [outcome] = await archive.capture(place)
  if (outcome === undefined) throw new Error('nothing was captured')
  return outcome
}

const form = '<?xml version="1.0" encoding="UTF-8"?>\n<表单 编码="01"><姓名>张三</姓名><工种>厨师</工种></表单>\n'

test('structured data are archived as XML beside the 版式 file of the same material, byte for byte [FMT-12]', async () => {
  const [material, pdf, xml] = ['就业登记申请表', 'files/0001_就业登记申请表.pdf', 'files/0001_就业登记申请表.xml']
  const draft = (await CaseDraft.of('06')).add(material, xml, Buffer.from(form))
  const outcome = await capture('pair', draft)
  if (outcome.outcome !== 'archived') throw new Error(JSON.stringify(outcome))
  const record = await requireRecord(archive.catalogue, outcome.number ?? '')
  const documents = await documentsOf(archive.catalogue.pool, record.number)
  const pair = documents.filter(({ sourcePath }) => sourcePath === pdf || sourcePath === xml)
  expect(pair.map(({ sourcePath }) => sourcePath)).toEqual([pdf, xml])
  for (const document of pair) {
    const stored = await collect(readDocument(archive.store, record, document))
    expect(stored.equals(draft.content(document.sourcePath)), document.path).toBe(true)
  }
  const described = record.metadata.documents.filter(({ standardName }) => standardName === material)
  expect(described.map(({ format, formatIdentifier }) => [format, formatIdentifier])).toEqual([
    ['pdf', expect.stringMatching(/^fmt\//)],
    ['xml', 'fmt/101'],
  ])
  expect(new Set(described.map(({ materialNumber }) => materialNumber)).size).toBe(1)
})

test('a case with a scan of 150 dpi is not archived; a person is told which scan and why [FMT-04]', async () => {
  const scan = 'files/01_劳务派遣经营许可申请书.jpg'
  const coarse = sharp({ create: { width: 124, height: 175, channels: 3, background: '#fff' } })
  const draft = (await CaseDraft.of('02')).replace(scan, await coarse.withMetadata({ density: 150 }).jpeg().toBuffer())
  Object.assign(draft.listed(scan)['scan'] as JsonObject, { dpi: 150 })
  const outcome = await capture('coarse', draft)
  expect(outcome).toMatchObject({ outcome: 'review', code: 'INSPECTION_BLOCKED' })
  expect(JSON.stringify(outcome)).toContain('150 dpi')
})
