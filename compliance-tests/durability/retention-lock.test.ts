import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import { type ApiUnderTest, acceptedCase, openApi } from '../access/api-under-test.ts'
import { makeCase } from '../stack/make-case.ts'
import { runCommand } from './command.ts'

const sample = '06-employment-registration-instant'

let api: ApiUnderTest
let record: PreservedRecord
let folder: string
/** Every file of the store with its size, mode and the end of its lock. */
let before: readonly string[]

beforeAll(async () => {
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'guidang-lock-'))
  const { number } = await api.handOver(acceptedCase(sample))
  record = await requireRecord(api.archive.catalogue, number ?? '')
  before = await storeListing()
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

test('the lock of every object ends when the retention period does', async () => {
  const keys = await Array.fromAsync(api.archive.store.list(''))
  expect(keys).toHaveLength(2)
  for (const key of keys) {
    const stored = await api.archive.store.stat(key)
    expect(stored?.retainUntil.toISOString()).toBe(record.objects.lockedUntil)
  }
  expect(new Date(record.objects.lockedUntil).getTime()).toBeGreaterThan(Date.now() + 5 * 365 * 86_400_000)
})

test('the store refuses other bytes and deletion for every object, and a shorter lock [STO-08]', async () => {
  const { store } = api.archive
  for await (const key of store.list('')) {
    const path = join(folder, crypto.randomUUID())
    await writeFile(path, 'forged')
    const forged = { path, fixity: { bytes: 6, sha256: '0'.repeat(64) } }
    await expect(store.put(key, forged, new Date('2200-01-01'))).rejects.toMatchObject({ code: 'STORE_OBJECT_EXISTS' })
    await expect(store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
    await expect(store.extendLock(key, new Date())).rejects.toMatchObject({ code: 'STORE_LOCK_SHORTENED' })
  }
  await expectUntouched()
})

test('the lock holds to its last second, and not longer [STO-08]', async () => {
  const end = new Date(record.objects.lockedUntil)
  const { key } = record.objects.package
  // A store of its own, so that nothing of the archive is deleted.
  const trial = async (now: Date) => {
    const store = await openFolderStore({ folder: join(folder, 'store'), now: () => now, immutable: false })
    const path = join(folder, crypto.randomUUID())
    await writeFile(path, await readFile(join(api.archive.config.dataDir, 'store/objects', key)))
    await store.put(key, { path, fixity: record.packageFixity }, end)
    await store.remove(key)
    return store.stat(key)
  }
  await expect(trial(new Date(end.getTime() - 1))).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  expect(await trial(end)).toBeUndefined()
})

test('no method of any address of the API changes or removes anything that is stored [STO-08, PRC-24]', async () => {
  const { paths } = await api.read<{ paths: Record<string, Record<string, unknown>> }>('/api/openapi.json')
  const tried: string[] = []
  for (const [template, methods] of Object.entries(paths)) {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'document' ? '1' : record.number))
    for (const method of ['DELETE', 'PUT', 'PATCH', 'POST'].filter((name) => !(name.toLowerCase() in methods))) {
      const response = await api.ask(path, { method, body: method === 'DELETE' ? null : 'forged' })
      expect([404, 405], `${method} ${path}`).toContain(response.status)
      tried.push(`${method} ${template}`)
    }
  }
  expect(tried.some((attempt) => attempt.startsWith('DELETE') && attempt.includes('{number}'))).toBe(true)
  await expectUntouched()
})

test('handing other content over under the same identity leaves the record as it is [PRC-24]', async () => {
  const other = await makeCase(sample, join(folder, 'other'), '430190250415000871', (caseJson) => {
    Object.assign(caseJson['case'] ?? {}, { name: '另一个办件' })
  })
  const captured = await runCommand(['capture', '--json', other], api.archive.environment)
  expect(captured).toMatchObject({ code: 1, stdout: expect.stringContaining('IDENTITY_CONFLICT') })
  await expectUntouched()
})

test.for(['fetch', 'export'])('%s does not write over a stored object', async (verb) => {
  const object = join(api.archive.config.dataDir, 'store/objects', record.objects.package.key)
  const written = await runCommand([verb, '--json', record.number, '-o', object], api.archive.environment)
  expect(written).toMatchObject({ code: 1, stdout: expect.stringContaining('REQUEST_INVALID') })
  await expectUntouched()
})

test.for(['delete', 'remove', 'destroy', 'put', 'overwrite', 'purge'])('there is no command %s', async (verb) => {
  expect(await runCommand([verb, record.number], api.archive.environment)).toMatchObject({ code: 2 })
})

async function expectUntouched(): Promise<void> {
  // A command that works on cases proves the store first, keeps that beside the records, and journals what it did.
  const isBeside = (line: string) => line.includes('/ledger/texts/worm-proof/') || line.includes('/journal/')
  const listed = (await storeListing()).filter((line) => !isBeside(line))
  expect(listed).toEqual(before)
  expect(await verifyStored(api.archive, record)).toMatchObject({ ok: true })
}

async function storeListing(): Promise<string[]> {
  const root = join(api.archive.config.dataDir, 'store')
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const lines = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const { size, mode, mtimeMs } = await stat(path)
    return [path, size, mode.toString(8), mtimeMs].join(' ')
  })
  return (await Promise.all(lines)).toSorted()
}
