import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { expectedRoots, numberedEntry, openTestLedger, queueNumbered, type TestLedger } from './test-ledger.ts'

let trial: TestLedger
beforeEach(async () => {
  trial = await openTestLedger()
})
afterEach(() => trial.close())

const forked = { code: 'LEDGER_FORKED', permanent: true }
const checkpointPath = (size: number, tree = '') =>
  join(trial.folder, 'objects', 'ledger', tree, 'checkpoints', String(size).padStart(16, '0'))

test('a database that is behind the locked checkpoints signs nothing, catches up from the tiles, and goes on from there', async () => {
  await queueNumbered(trial.catalogue, 0, 300)
  const published = await trial.ledger.publish()
  const restored = await trial.onNewDatabase()
  await queueNumbered(restored.catalogue, 1_000, 1_003)
  expect(await restored.ledger.publish()).toEqual({ ...published, publishedAt: expect.any(Date) })
  expect(await restored.ledger.counts()).toEqual({ committed: 300, waiting: 3 })
  expect(await restored.ledger.prove(numberedEntry(7))).toEqual(await trial.ledger.prove(numberedEntry(7)))
  expect(await restored.ledger.publish()).toMatchObject({ size: 303 })
  // The log goes on from what was signed before.
  const { hashes } = await restored.ledger.proveConsistency('sha256', 300)
  expect(hashes.length).toBeGreaterThan(0)
  expect(await restored.ledger.prove(numberedEntry(1_001))).toBeDefined()
  await restored.close()
})

test('what a restored database still has in its queue keeps the place that it had in the log', async () => {
  await queueNumbered(trial.catalogue, 0, 10)
  await trial.ledger.publish()
  const restored = await trial.onNewDatabase()
  await queueNumbered(restored.catalogue, 8, 12)
  await restored.ledger.publish()
  expect(await restored.ledger.publish()).toMatchObject({ size: 12, roots: expectedRoots(12) })
  await restored.close()
})

test.for([
  [100, 'partial tiles give way', 100],
  [300, 'a full bundle, which is locked, keeps its entries', 301],
] as const)('of %d entries that a lost database had written but not signed, %s', async ([entries, , size]) => {
  await queueNumbered(trial.catalogue, 0, entries)
  const dying = trial.reopen({
    onMoment: (at) => {
      if (at === 'written') throw new Error('died')
    },
  })
  await expect(dying.publish()).rejects.toThrow('died')
  const restored = await trial.onNewDatabase()
  await queueNumbered(restored.catalogue, 1, entries + 1)
  expect(await restored.ledger.publish()).toMatchObject({ size })
  expect(await restored.ledger.prove(numberedEntry(entries))).toBeDefined()
  if (size > entries) expect((await restored.ledger.newest())?.roots).toMatchObject(expectedRoots(size))
  await restored.close()
})

test('a database that went its own way from the same beginning is stopped', async () => {
  await queueNumbered(trial.catalogue, 0, 10)
  await trial.ledger.publish()
  const other = await trial.onNewDatabase()
  await other.ledger.publish()
  await queueNumbered(trial.catalogue, 10, 12)
  await trial.ledger.publish()
  // Gives a place to an entry that is not the tenth of the store, as a database does that has forgotten what it signed.
  await queueNumbered(other.catalogue, 50, 51)
  await other.catalogue.pool.query('update ledger_entry set place = 10 where place is null')
  await expect(other.ledger.publish()).rejects.toMatchObject(forked)
  await expect(other.ledger.publish()).rejects.toMatchObject(forked)
  expect(await other.ledger.counts()).toEqual({ committed: 10, waiting: 0 })
  await other.close()
})

test.for(['', 'sm3'])('another root in the locked checkpoint of tree "%s" stops the signing', async (tree) => {
  await queueNumbered(trial.catalogue, 0, 3)
  await trial.ledger.publish()
  const other = await openTestLedger()
  await writeFile(join(other.folder, 'keys', 'test-ledger', 'log.key'), await keyOf(trial, 'log.key'))
  await writeFile(join(other.folder, 'keys', 'test-ledger', 'log.pub'), await keyOf(trial, 'log.pub'))
  const keys = await openLedgerKeys({ dataDir: other.folder, origin: trial.keys.trust.origin })
  await queueNumbered(other.catalogue, 1, 4)
  const foreign = await other.reopen({ keys }).publish()
  const note = foreign?.notes[tree === 'sm3' ? 'sm3' : 'sha256'] ?? ''
  await replace(checkpointPath(3, tree), note)
  await queueNumbered(trial.catalogue, 3, 5)
  await expect(trial.reopen().publish()).rejects.toMatchObject(forked)
  expect(await trial.ledger.newest()).toMatchObject({ size: 3 })
  await other.close()
})

test.for([
  ['is gone', async (path: string) => rm(path)],
  ['was cut', async (path: string) => replace(path, (await readFile(path, 'utf8')).slice(0, -2))],
  [
    'is of another size',
    async (path: string) => replace(path, (await readFile(path, 'utf8')).replace('\n3\n', '\n4\n')),
  ],
  ['is no checkpoint', async (path: string) => replace(path, 'x')],
] as const)('a locked checkpoint that %s stops the signing', async ([, spoil]) => {
  await queueNumbered(trial.catalogue, 0, 3)
  await trial.ledger.publish()
  await spoil(checkpointPath(3, 'sm3'))
  await queueNumbered(trial.catalogue, 3, 4)
  await expect(trial.reopen().publish()).rejects.toMatchObject(forked)
})

test('keys or origin of another ledger stop the signing', async () => {
  await queueNumbered(trial.catalogue, 0, 3)
  await trial.ledger.publish()
  const other = await openTestLedger()
  const renamed = await openLedgerKeys({ dataDir: trial.folder, origin: 'archive.example/other' })
  for (const keys of [other.keys, renamed]) await expect(trial.reopen({ keys }).publish()).rejects.toMatchObject(forked)
  expect(await trial.reopen().publish()).toMatchObject({ size: 3 })
  await other.close()
})

test('a tile in the store that was exchanged stops the signing', async () => {
  await queueNumbered(trial.catalogue, 0, 300)
  await trial.ledger.publish()
  const path = join(trial.folder, 'objects', 'ledger', 'tile', '0', '001.p', '44')
  const bytes = await readFile(path)
  bytes[7] = (bytes[7] ?? 0) ^ 1
  await replace(path, bytes)
  await queueNumbered(trial.catalogue, 300, 301)
  await expect(trial.reopen().publish()).rejects.toMatchObject(forked)
})

test('a full bundle that is locked and says something else than the database stops the signing', async () => {
  await queueNumbered(trial.catalogue, 0, 300)
  const dying = trial.reopen({
    onMoment: (at) => {
      if (at === 'written') throw new Error('died')
    },
  })
  await expect(dying.publish()).rejects.toThrow('died')
  const restored = await trial.onNewDatabase()
  await queueNumbered(restored.catalogue, 1_000, 1_001)
  await restored.catalogue.pool.query('update ledger_entry set place = 3')
  await expect(restored.ledger.publish()).rejects.toMatchObject(forked)
  await restored.close()
})

test('a bundle in the store that was exchanged is not taken over by a database that is behind', async () => {
  await queueNumbered(trial.catalogue, 0, 5)
  await trial.ledger.publish()
  const path = join(trial.folder, 'objects', 'ledger', 'tile', 'entries', '000.p', '5')
  const text = await readFile(path, 'latin1')
  await replace(
    path,
    Buffer.from(
      text.replace(/sm3:./, (found) => (found === 'sm3:0' ? 'sm3:1' : 'sm3:0')),
      'latin1',
    ),
  )
  const restored = await trial.onNewDatabase()
  await expect(restored.ledger.publish()).rejects.toMatchObject(forked)
  expect(await restored.ledger.counts()).toEqual({ committed: 0, waiting: 0 })
  await restored.close()
})

const changes = {
  ledger_entry: [
    `type = 'key'`,
    `sha256 = repeat('0', 64)`,
    `sm3 = repeat('0', 64)`,
    'place = place + 100',
    'place = null',
  ],
  ledger_state: [`size = size + 1`, `root_sha256 = 'x'`, `root_sm3 = 'x'`, 'committed_at = now()'],
  ledger_checkpoint: [`size = size + 1`, `note_sha256 = 'x'`, `note_sm3 = 'x'`, 'published_at = now()'],
} as const

test('what the ledger holds cannot be changed in SQL by the owner of the tables', async () => {
  await queueNumbered(trial.catalogue, 0, 3)
  await trial.ledger.publish()
  const { pool } = trial.catalogue
  for (const [table, sets] of Object.entries(changes)) {
    for (const set of sets)
      await expect(pool.query(`update ${table} set ${set}`), set).rejects.toMatchObject({ code: '23001' })
    await expect(pool.query(`delete from ${table}`)).rejects.toMatchObject({
      code: expect.stringMatching(/^(23001|23503)$/),
    })
    await expect(pool.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '23001' })
  }
})

function keyOf({ folder }: TestLedger, name: string): Promise<Buffer> {
  return readFile(join(folder, 'keys', 'test-ledger', name))
}

/** Overwrites a file of the store, as somebody does who administers the machine. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  await chmod(path, 0o644)
  await writeFile(path, content)
}
