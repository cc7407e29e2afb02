import { join } from 'node:path'
import type { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { type StoreName, storeNames } from '#archive-schema/copies/store-name.ts'
import { describeFaults } from '#archive-schema/fault.ts'
import { leastPermanentLock } from '#archive-schema/retention/lock-policy.ts'
import { batches } from '#pipelines/audit/audit-batches.ts'
import { auditPhases } from '#pipelines/audit/audit-progress.ts'
import type { CheckTools } from '#pipelines/audit/check-object.ts'
import { expectedInStore } from '#pipelines/audit/expected-in-store.ts'
import type { ExpectedObject } from '#pipelines/audit/expected-object.ts'
import { expectedOf } from '#pipelines/audit/expected-records.ts'
import { repairObject } from '#pipelines/replication/repair-object.ts'
import { EnteredEntries } from '#storage/catalogue/entered-entries.ts'
import { findKeptRecord } from '#storage/catalogue/kept-objects.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import { MeasuringThreads } from '#storage/objects/measuring-threads.ts'
import type { Archive } from '../open-archive.ts'
import { requireSecond } from '../open-stores.ts'
import { requireRecord } from './require-record.ts'

/** What became of one object: made good, or why not. Objects that need no repair are only counted. */
export type RepairResult = {
  readonly store: StoreName
  readonly key: string
  readonly outcome: 'repaired' | 'refused'
  readonly place?: string
  readonly source?: StoreName
  readonly code?: string
  readonly message?: string
}

/**
 * 修复 of one record, or of everything that is kept, in both stores. Resolves to the number of objects that were looked at.
 * Throws `STORE_SECOND_ABSENT`, `RECORD_NOT_FOUND`, `STORE_UNAVAILABLE`.
 */
export async function repairCopies(
  archive: Archive,
  number: string | undefined,
  signal: AbortSignal,
  tell: (result: RepairResult) => Promise<void>,
): Promise<number> {
  const second = requireSecond(archive.stores, 'repair')
  await using threads = {
    first: new MeasuringThreads(archive.stores.first.address),
    second: new MeasuringThreads(second.address),
    async [Symbol.asyncDispose]() {
      await Promise.all([this.first[Symbol.asyncDispose](), this.second[Symbol.asyncDispose]()])
    },
  }
  const checking = {
    first: checkTools(archive, archive.stores.first, threads.first),
    second: checkTools(archive, second, threads.second),
  }
  let looked = 0
  for (const store of storeNames) {
    const source = store === 'first' ? checking.second : checking.first
    const scratch = join(archive.config.dataDir, 'repairs')
    const tools = { ...archive, scratch, target: checking[store], source }
    const objects = number === undefined ? everything(archive, store) : ofRecord(archive, store, number)
    for await (const object of objects) {
      signal.throwIfAborted()
      looked += 1
      const repaired = await attempt(() => repairObject(tools, object))
      if ('refusal' in repaired) await tell(refusedResult(store, object.key, repaired.refusal))
      else if (repaired.value !== undefined) {
        const { key, place } = repaired.value
        await tell({ store, key, outcome: 'repaired', place, source: repaired.value.source })
      }
    }
  }
  return looked
}

function refusedResult(store: StoreName, key: string, { code, faults }: ArchiveError): RepairResult {
  return { store, key, outcome: 'refused', code, message: describeFaults(faults, 'zh') }
}

function checkTools({ catalogue }: Archive, kept: KeptStore, threads: MeasuringThreads): CheckTools {
  const entered = new EnteredEntries(catalogue.pool)
  return { runner: catalogue.pool, entered, kept, measure: (key) => threads.measure(key) }
}

async function* ofRecord(archive: Archive, store: StoreName, typed: string): AsyncGenerator<ExpectedObject> {
  const { pool } = archive.catalogue
  const record = await findKeptRecord(pool, (await requireRecord(archive.catalogue, typed)).number)
  const expected = record === undefined ? [] : expectedOf(record)
  yield* await expectedInStore(pool, store, expected)
}

async function* everything(archive: Archive, store: StoreName): AsyncGenerator<ExpectedObject> {
  const { catalogue, retention, now } = archive
  const scope = { ...wholeRound, store, leastLock: leastPermanentLock(now(), retention.locks) }
  for (const phase of auditPhases) {
    if (phase === 'listing') continue
    for (let after: string | undefined = ''; after !== undefined; ) {
      const batch = await batches[phase](catalogue.pool, scope, after)
      yield* batch.expected
      after = batch.next
    }
  }
}
