import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { storeNames } from '#archive-schema/copies/store-name.ts'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { copyNow } from '#services/access/copy-now.ts'
import { rebuildArchive } from '#services/access/rebuild-archive.ts'
import { readConfig } from '#services/config.ts'
import { openArchive } from '#services/open-archive.ts'
import { runDisposals } from '#services/worker/keep-disposals.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { type DestructionMoment, interrupted } from '../durability/interrupted-destruction.ts'
import { createDatabase } from '../stack/create-database.ts'
import { afterLocks, orderedList, watchers } from './disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial } from './retention-trial.ts'

const { signal } = new AbortController()
const died = new Error('killed')
const die = () => Promise.reject(died)

/** An archive that loses its database: each test has its own. */
async function openTrial(): Promise<RetentionTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  const copying = { SECOND_STORE_FOLDER: folder, COPY_SECONDS: '86400', AUDIT_DAYS: '0' }
  const trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700', ...copying })
  const close = async () => {
    await trial.close()
    await rm(folder, { recursive: true })
  }
  return { ...trial, close }
}

/** A destruction that was cut off; its order is locked in the store, and nothing was journaled after it but what it journals itself. */
async function cutOffWhen(trial: RetentionTrial, moment: DestructionMoment) {
  trial.setClock(beginning)
  const record = await trial.record()
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  await copyNow(trial.archive, signal)
  trial.setClock(afterLocks)
  const list = await orderedList(trial, [record.number])
  await trial.archive.ledger.publish()
  await expect(carryOut(interrupted(trial.tools, moment, die), list)).rejects.toBe(died)
  return { ...record, list }
}

test.for(['begun', 'half-erased', 'second-erased'] as const)(
  'a database that is lost when a record is %s is made anew from the store, and the destruction is completed',
  async (moment) => {
    const trial = await openTrial()
    const { number, caseId, list } = await cutOffWhen(trial, moment)
    const database = await createDatabase()
    const given = { ...trial.archive.environment, DATABASE_URL: database.url }
    const config = readConfig({ ...given, GUIDANG_FIXED_TIME: afterLocks.toISOString() })
    const request = { databaseUrl: database.url, isCatchUp: false }
    expect(await rebuildArchive(config, trial.archive.log, request, () => {})).toMatchObject({ faults: [] })
    const archive = await openArchive(config, trial.archive.log)
    const { pool } = archive.catalogue
    // Before the journal says that it goes, nothing of it has gone.
    expect((await findRecord(pool, number)) === undefined).toBe(moment !== 'begun')
    await runDisposals(archive)
    expect(await findDisposed(pool, number)).toMatchObject({ list, outcome: { stores: ['first', 'second'] } })
    for (const watcher of watchers) await attestDestruction(archive, list, { watcher })
    const scope = { slice: wholeRound, sample: 100, inspect: false }
    for (const store of storeNames) expect((await auditStore(archive, { store, ...scope }, signal)).faults).toEqual([])
    const free = await pool.query('select 1 from free_number')
    const kept = await pool.query('select 1 from given_number where case_id = $1', [caseId])
    expect([free.rowCount, kept.rowCount]).toEqual([0, 2])
    await archive.close()
    await database.drop()
    await trial.close()
  },
)
