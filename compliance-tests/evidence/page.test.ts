import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { formatTrust } from '#archive-schema/evidence/trust.ts'
import { installPrograms } from '../stack/install-programs.ts'
import { type BrowserVerifier, openBrowserVerifier, shownFailure } from './browser-verifier.ts'
import { agreeOnFlips } from './evidence-flips.ts'
import { writeFiles } from './exported-record.ts'
import { forgedSignatures } from './forged-signatures.ts'
import { fingerprintFolder, type Laboratory, openLaboratory, sealedFiles } from './laboratory.ts'
import { tamperings } from './tamperings.ts'

let browser: BrowserVerifier
let laboratory: Laboratory
let untouched: string

beforeAll(async () => {
  await installPrograms([{ program: 'chromium', debianPackage: 'chromium' }])
  browser = await openBrowserVerifier()
  laboratory = await openLaboratory('ecdsa-p256')
  untouched = await fingerprintFolder(laboratory.record)
})
afterAll(async () => {
  await browser.close()
  await laboratory.close()
})

test.for(['ecdsa-p256', 'rsa-2048', 'rsa-3072'] as const)('the page accepts a record sealed with %s', async (kind) => {
  const { record, close } = await openLaboratory(kind)
  expect(await browser.firstFailure(record)).toBe('OK')
  await close()
})

test('the page says in Chinese what it asks, what it found and whose trust it used', async () => {
  await browser.firstFailure(laboratory.record)
  const text = await browser.page.locator('#result').innerText()
  for (const word of ['验证通过', '封存声明', '电子签名', '没有此项证据', '只证明导出物自身一致'])
    expect(text).toContain(word)
})

// A browser gives the files of a folder, with neither folders nor links: what is no file does not reach the page.
const unseen = /^(an empty folder|a second root folder|a folder in the evidence|a link|a pipe)/

test.for(tamperings.filter(([what]) => !unseen.test(what)))('%s: refused at the step %s', async ([, step, tamper]) => {
  const record = await laboratory.copy()
  await tamper(record)
  expect(await fingerprintFolder(record)).not.toBe(untouched)
  expect(await browser.firstFailure(record)).toBe(step)
})

const forgeries = sealedFiles.flatMap((file) => forgedSignatures.map(([what, forge]) => [file, what, forge] as const))

test.for(forgeries)('%s %s: refused at the step of that signature', async ([file, , forge]) => {
  const record = await laboratory.copy()
  const sealer = laboratory.sealers[file]
  const read = (name: string) => readFile(join(record, 'evidence', name))
  const forged = await forge({ sealer, signature: await read(file), statement: await read('statement.txt') })
  await writeFiles(join(record, 'evidence'), new Map([[file, forged]]))
  expect(await browser.firstFailure(record)).toBe(sealer.step)
})

test('the page and the program name the same step for a changed byte of the evidence', async () => {
  await agreeOnFlips(laboratory, (record) => browser.firstFailure(record))
})

test.for(['signer', 'authority'] as const)('the page believes nobody else: another %s is trusted', async (other) => {
  const record = await laboratory.copy()
  const stranger = await openLaboratory('ecdsa-p256')
  const { rootPem, signers } = laboratory.opened.trust
  const trust = other === 'signer' ? { rootPem, signers: ['0'.repeat(64)] } : { ...stranger.opened.trust, signers }
  await writeFiles(join(record, 'trust'), formatTrust(trust))
  await stranger.close()
  expect(await browser.firstFailure(record)).toBe('signature')
})

test('with a trust folder of its own the page believes nothing that came along', async () => {
  const other = await openLaboratory('ecdsa-p256')
  const own = await openBrowserVerifier()
  await own.page.locator('details summary').click()
  await own.page.locator('#trust').setInputFiles(join(other.record, 'trust'))
  expect(await own.firstFailure(laboratory.record)).toBe('signature')
  expect(await own.firstFailure(other.record)).toBe('OK')
  await own.close()
  await other.close()
})

test('a ZIP of the export is verified too, and one with a name twice is not', async () => {
  const files = await readdir(laboratory.record, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  await browser.page.locator('#zip').setInputFiles(await zipOf(paths))
  expect(await shownFailure(browser.page)).toBe('OK')
  const twice = await zipOf([...paths, join(laboratory.record, 'evidence', 'statement.txt')])
  await browser.page.locator('#zip').setInputFiles(twice)
  await browser.page.locator('#result .verdict.unknown').waitFor()
  expect(await browser.page.locator('#result').innerText()).toContain('重名')
})

async function zipOf(paths: readonly string[]) {
  const zip = new ZipFile()
  for (const path of paths) zip.addFile(path, `export${path.slice(laboratory.record.length)}`)
  zip.end()
  return { name: 'export.zip', mimeType: 'application/zip', buffer: await buffer(zip.outputStream) }
}

test('what is no export is neither accepted nor refused', async () => {
  const folder = await laboratory.copy()
  await browser.page.locator('#folder').setInputFiles(join(folder, 'package'))
  await expect(shownFailure(browser.page)).rejects.toThrow('没有找到导出的档案')
  const { rootPem } = laboratory.opened.trust
  await writeFiles(join(folder, 'trust'), formatTrust({ rootPem: rootPem.slice(1), signers: ['0'.repeat(64)] }))
  await expect(browser.firstFailure(folder)).rejects.toThrow('无法验证')
})

test('the page asked for nothing but itself', () => {
  expect(browser.requests).toEqual([])
})
