import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { emptyLedger, parseStatement } from '#archive-schema/evidence/statement.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { queueMissingSeals } from '#pipelines/preservation/queue-missing-seals.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { startWorker } from '#services/worker/start-worker.ts'
import { rows, sql } from '#storage/catalogue/sql.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
beforeAll(async () => {
  archive = await openTestArchive()
})
afterAll(() => archive.close())

async function archiveCase(sample: string): Promise<Uint8Array> {
  const [outcome] = await archive.capture(join(samples, 'accepted', sample))
  const { objects } = await requireRecord(archive.catalogue, outcome?.number ?? '')
  return readEvidenceObject(await collect(archive.store.read(objects.evidence.key))).statement
}

test('a record that is archived has its statement in the ledger, and the next one names the state since which it can be', async () => {
  const first = await archiveCase('06-employment-registration-instant')
  expect(parseStatement(first).since).toEqual(emptyLedger)
  expect(await archive.ledger.counts()).toEqual({ committed: 0, waiting: 1 })
  const published = await archive.ledger.publish()
  expect(published?.size).toBe(1)
  expect(await archive.ledger.prove(entryOf('seal', first))).toBeDefined()

  const second = await archiveCase('07-hr-service-online-ofd')
  expect(parseStatement(second).since).toEqual({ size: 1, root: published?.roots.sha256 })
  expect(await archive.ledger.prove(entryOf('seal', second))).toBeUndefined()
  expect((await archive.ledger.publish())?.size).toBe(2)
  expect(await archive.ledger.prove(entryOf('seal', second))).toBeDefined()
})

test('a case that is refused leaves nothing in the ledger', async () => {
  const before = await archive.ledger.counts()
  expect(await archive.capture(join(samples, 'refused', '01-wrong-sha256', 'case'))).toMatchObject([
    { outcome: 'refused' },
  ])
  expect(await archive.ledger.counts()).toEqual(before)
})

test('a worker publishes by itself when the ledger has grown', async () => {
  const before = await archive.ledger.newest()
  await archiveCase('03-advert-not-accepted')
  const worker = await startWorker({
    ...archive,
    config: { ...archive.config, ledger: { ...archive.config.ledger, checkpointSeconds: 1 } },
  })
  while ((await archive.ledger.newest())?.size === before?.size) await new Promise((resolve) => setTimeout(resolve, 50))
  await worker.stop()
  const { size = 0 } = (await archive.ledger.newest()) ?? {}
  // What waits is the token over that checkpoint, and never a record.
  const waiting = await rows(
    archive.catalogue.pool,
    sql`select type from ledger_entry where place >= ${size} or place is null`,
  )
  expect(waiting.filter(({ type }) => type !== 'token')).toEqual([])
})

test('records that are older than the ledger are entered by a worker, those without evidence are told', async () => {
  const { pool } = archive.catalogue
  await archive.ledger.publish()
  const [{ seals } = { seals: 0 }] = await rows<{ seals: number }>(
    pool,
    sql`select count(*)::int as seals from ledger_entry where type = 'seal'`,
  )
  expect(seals).toBeGreaterThan(1)
  // An archive as it was before its records came into a ledger.
  await pool.query('alter table ledger_entry disable trigger user')
  await pool.query('alter table ledger_state disable trigger user')
  await pool.query('alter table ledger_checkpoint disable trigger user')
  await pool.query('alter table checkpoint_token disable trigger user')
  await pool.query('delete from checkpoint_token')
  await pool.query('delete from ledger_checkpoint')
  await pool.query('delete from ledger_state')
  await pool.query('delete from ledger_entry')
  const faults: string[] = []
  const lost = await pool.query<{ number: string; key: string }>(
    `select number, objects->'evidence'->>'key' as key from record order by number limit 1`,
  )
  const { number, key } = lost.rows[0] ?? { number: '', key: '' }
  await rename(objectPath(key), `${objectPath(key)}.away`)
  const tools = { ...archive, onFault: (each: string) => faults.push(each) }
  await queueMissingSeals(tools)
  expect(faults).toEqual([number])
  expect(await archive.ledger.counts()).toEqual({ committed: 0, waiting: seals - 1 })
  await rename(`${objectPath(key)}.away`, objectPath(key))
  await queueMissingSeals(tools)
  expect(await archive.ledger.counts()).toEqual({ committed: 0, waiting: seals })
  await queueMissingSeals({ ...tools, store: {} as never })
})

function objectPath(key: string): string {
  return join(archive.config.dataDir, 'store', 'objects', key)
}
