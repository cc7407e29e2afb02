import { afterAll, beforeAll, expect, test } from 'vitest'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { draftList } from '#pipelines/disposal/draft-list.ts'
import { restoreDisposals } from '#pipelines/disposal/restore-disposals.ts'
import { withdrawList } from '#pipelines/disposal/sign-list.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { restoreRetentionActs } from '#pipelines/retention/restore-acts.ts'
import { type Rebuilt, rebuildArchive } from '#services/access/rebuild-archive.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { findList } from '#storage/catalogue/disposal-lists.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { createDatabase } from '../stack/create-database.ts'
import type { TestDatabase } from '../stack/database-server.ts'
import { afterLocks, appraisal, drafter, orderedList, watchers } from './disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial } from './retention-trial.ts'

let trial: RetentionTrial
const databases: TestDatabase[] = []
beforeAll(async () => {
  trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700' })
})
afterAll(async () => {
  await trial.close()
  for (const database of databases) await database.drop()
})

const act = { authority: '法院（2027）1号', reason: '诉讼', by: '王芳' }

const log = openLog('silent')
const configOf = (database: TestDatabase) => readConfig({ ...trial.archive.environment, DATABASE_URL: database.url })
const newDatabase = async () => {
  const database = await createDatabase()
  databases.push(database)
  return database
}
const rebuild = (database: TestDatabase, isCatchUp = false): Promise<Rebuilt> =>
  rebuildArchive(configOf(database), log, { databaseUrl: database.url, isCatchUp }, () => {})
const journaled = () => writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })

/** Two records, an older backup that has both, and what destroying the first one leaves. */
async function destroyAfterBackup() {
  trial.setClock(beginning)
  const [gone, kept] = [await trial.record(), await trial.record()]
  await trial.archive.ledger.publish()
  await journaled()
  const backup = await newDatabase()
  expect(await rebuild(backup)).toMatchObject({ faults: [] })
  const { hold } = await placeHold(trial.tools, { ...act, numbers: [gone.number] })
  await liftHold(trial.tools, hold.id, act)
  trial.setClock(afterLocks)
  const list = await orderedList(trial, [gone.number])
  expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'destroyed' }])
  for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
  await trial.archive.ledger.publish()
  return { gone, kept, list, backup, expected: await findDisposed(trial.archive.catalogue.pool, gone.number) }
}

/** What a database says of the two. */
async function demandGone(
  database: TestDatabase,
  { gone, kept, expected }: Awaited<ReturnType<typeof destroyAfterBackup>>,
) {
  const archive = await openArchive(configOf(database), log)
  const { catalogue } = archive
  await expect(requireRecord(catalogue, gone.number)).rejects.toMatchObject({ code: 'RECORD_DISPOSED' })
  expect(await requireRecord(catalogue, kept.number)).toMatchObject({ number: kept.number })
  expect(await findDisposed(catalogue.pool, gone.number)).toEqual(expected)
  for (const table of ['record', 'document', 'search_entry', 'business_entity', 'journal_object'])
    expect((await catalogue.pool.query(`select 1 from ${table} where number = $1`, [gone.number])).rowCount).toBe(0)
  const free = await catalogue.pool.query('select 1 from free_number')
  const given = await catalogue.pool.query('select 1 from given_number where case_id = $1', [gone.caseId])
  expect([free.rowCount, given.rowCount]).toEqual([0, 2])
  await archive.close()
}

test('a restored backup that has a destroyed record again loses it by the journal, and so does an empty database [STO-06]', async () => {
  const destroyed = await destroyAfterBackup()
  await journaled()
  expect((await rebuild(destroyed.backup, true)).faults).toEqual([])
  await demandGone(destroyed.backup, destroyed)
  const empty = await newDatabase()
  expect((await rebuild(empty)).faults).toEqual([])
  await demandGone(empty, destroyed)
})

test('what the journal had not taken yet is done again from the locked texts', async () => {
  const destroyed = await destroyAfterBackup()
  expect((await rebuild(destroyed.backup, true)).faults).toEqual([])
  const archive = await openArchive(configOf(destroyed.backup), log)
  const found = await findDisposed(archive.catalogue.pool, destroyed.gone.number)
  await archive.close()
  expect(found).toMatchObject({ list: destroyed.list, item: destroyed.expected?.item, outcome: { stores: ['first'] } })
  await demandGone(destroyed.backup, { ...destroyed, expected: found })
})

test('acts on a record that was destroyed since are neither done again nor told as lost', async () => {
  const destroyed = await destroyAfterBackup()
  expect((await rebuild(destroyed.backup, true)).faults).toEqual([])
  const archive = await openArchive(configOf(destroyed.backup), log)
  expect(await restoreDisposals(archive)).toEqual([])
  expect(await restoreRetentionActs(archive)).toMatchObject({ unproven: [], orphaned: [] })
  const held = await archive.catalogue.pool.query(
    'select 1 from legal_hold_record where number = $1 and release is null',
    [destroyed.gone.number],
  )
  expect(held.rowCount).toBe(0)
  await archive.close()
})

test('that a list was given up is known again from its locked text', async () => {
  trial.setClock(beginning)
  const { number } = await trial.record()
  trial.setClock(afterLocks)
  const { list } = await draftList(trial.tools, appraisal([number]))
  await journaled()
  await withdrawList(trial.tools, list, { by: drafter, reason: '重新鉴定' })
  await trial.archive.ledger.publish()
  const database = await newDatabase()
  expect((await rebuild(database)).faults).toEqual([])
  const archive = await openArchive(configOf(database), log)
  expect(await findList(archive.catalogue.pool, list)).toMatchObject({ withdrawnAt: afterLocks })
  await archive.close()
})
