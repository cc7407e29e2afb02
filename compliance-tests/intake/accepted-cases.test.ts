import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { readDocument } from '#services/access/read-content.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

const accepted = join(samples, 'accepted')
const names = (await readdir(accepted)).sort()

let archive: TestArchive
let outcomes: ReadonlyMap<string, CaseOutcome>
let exports: string

beforeAll(async () => {
  archive = await openTestArchive()
  exports = await mkdtemp(join(tmpdir(), 'guidang-export-'))
  const captured = await archive.capture(...names.map((name) => join(accepted, name)))
  outcomes = new Map(captured.map((outcome) => [outcome.folder, outcome]))
})
afterAll(async () => {
  await archive.close()
  await rm(exports, { recursive: true })
})

test('the sample set is whole', () => {
  expect(names).toHaveLength(12)
})

test.for(names)('%s is archived, verifies and passes inspection [PRC-01]', async (name) => {
  expect(outcomes.get(name)).toMatchObject({ outcome: 'archived' })
  const record = await recordOf(name)
  expect(await verifyStored(archive, record)).toMatchObject({ ok: true, number: record.number })
  expect(await inspectStored(archive, record)).toMatchObject({ outcome: 'PASS', number: record.number })
})

test.for(names)(
  'every document of %s comes out of the sealed package as it was handed over [CFG-09, SIG-04, FMT-11]',
  async (name) => {
    const record = await recordOf(name)
    for (const document of await documentsOf(archive.catalogue.pool, record.number)) {
      const original = await readFile(join(accepted, name, document.sourcePath))
      expect((await collect(readDocument(archive.store, record, document))).equals(original), document.path).toBe(true)
      const [start, end] = [original.length >> 1, (original.length >> 1) + 100]
      const part = await collect(readDocument(archive.store, record, document, { start, end }))
      expect(part.equals(original.subarray(start, end)), document.path).toBe(true)
    }
  },
)

test('a stranger verifies an export with a shell and openssl', async () => {
  const record = await recordOf('01-food-licence-granted')
  const folder = join(exports, record.number)
  await exportFolder(archive, record, folder)
  const { stdout } = await promisify(execFile)('sh', [join(folder, 'verify-package.sh'), folder])
  expect(stdout).toMatch(new RegExp(`^OK ${record.number} version 1, sealed `, 'm'))
})

test('openssl accepts the signature as CAdES', async () => {
  const record = await recordOf('02-labour-dispatch-denied')
  const folder = join(exports, record.number)
  await exportFolder(archive, record, folder)
  const [statement, signature, root] = ['evidence/statement.txt', 'evidence/statement.p7s', 'trust/root.pem']
  const where = ['-in', signature, '-inform', 'DER', '-content', statement, '-CAfile', root]
  const arguments_ = ['cms', '-verify', '-cades', '-binary', ...where, '-purpose', 'any', '-out', '/dev/null']
  const { stderr } = await promisify(execFile)('openssl', arguments_, { cwd: folder })
  expect(stderr).toContain('CAdES Verification successful')
})

async function recordOf(name: string) {
  return requireRecord(archive.catalogue, outcomes.get(name)?.number ?? '')
}
