import type { ObjectFault } from '#archive-schema/copies/object-fault.ts'
import { isInSample, isInSlice } from '#archive-schema/copies/slice.ts'
import type { AuditRun } from '#storage/catalogue/audit-slices.ts'
import { disposedOf } from '#storage/catalogue/disposed-records.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { recordOfRowsKey } from '#storage/journal/journal-objects.ts'
import { batches } from './audit-batches.ts'
import { type AuditPhase, type AuditProgress, auditPhases, chainKeys } from './audit-progress.ts'
import { type CheckTools, checkObject } from './check-object.ts'
import { isOutgrownTile } from './expected-ledger.ts'
import type { ExpectedObject } from './expected-object.ts'
import { unknownKeys } from './unknown-keys.ts'

/** What a run of an audit works with, from batch to batch. */
export type Checking = CheckTools & {
  readonly run: AuditRun
  readonly atOnce: number
  /** Until when at least that is locked which is kept for ever. */
  readonly leastLock: Date
  /** The list of the store, as far as it was read: some stores cannot begin in the middle without reading all of it. */
  listing?: AsyncIterator<string>
}

/** 一批: looks at what comes next, and says how far the audit has come then. Throws `STORE_UNAVAILABLE`. */
export async function nextBatch(checking: Checking, progress: AuditProgress): Promise<AuditProgress> {
  const { phase, after } = progress
  if (phase === 'done') return progress
  if (phase === 'listing') return listBatch(checking, progress)
  const { runner, run, leastLock } = checking
  const batch = await batches[phase](runner, { ...run, leastLock }, after)
  const sampled = batch.expected.filter(({ key }) => isInSample(key, run.id, run.sample))
  const seen = await checkAll(checking, sampled)
  const isRecords = phase === 'records'
  return {
    ...progress,
    ...(batch.next === undefined ? { phase: phaseAfter(phase), after: '' } : { after: batch.next }),
    records: progress.records + batch.records,
    uncopied: progress.uncopied + batch.uncopied,
    ledgerObjects: progress.ledgerObjects + (isRecords ? 0 : sampled.length),
    checked: progress.checked + sampled.length,
    bytes: progress.bytes + seen.bytes,
    coverage: chainKeys(
      progress.coverage,
      sampled.map(({ key }) => key),
    ),
    faults: [...progress.faults, ...seen.faults],
    passing: progress.passing + seen.passing,
  }
}

/** The last phase: what the store holds, whether or not anybody has registered it. */
async function listBatch(checking: Checking, progress: AuditProgress): Promise<AuditProgress> {
  const { runner, kept, run } = checking
  checking.listing ??= (await kept.openBare()).list('', progress.after)[Symbol.asyncIterator]()
  const page = await take(checking.listing, listedAtOnce)
  const own = page.filter((key) => isInSlice(key, run))
  const suspects = await unknownKeys(runner, run.store, own)
  const extra = suspects.length === 0 ? [] : await unknownKeys(runner, run.store, suspects)
  const faults = extra.map((key): ObjectFault => ({ kind: 'extra', key, expected: '∅', found: '1 object' }))
  const last = page.length < listedAtOnce ? undefined : page.at(-1)
  return {
    ...progress,
    ...(last === undefined ? { phase: 'done', after: '' } : { after: last }),
    listed: progress.listed + own.length,
    coverage: chainKeys(progress.coverage, own),
    faults: [...progress.faults, ...faults],
    passing: progress.passing + suspects.length - extra.length,
  }
}

const listedAtOnce = 5_000

async function take(list: AsyncIterator<string>, limit: number): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < limit) {
    const next = await list.next()
    if (next.done === true) break
    taken.push(next.value)
  }
  return taken
}

async function checkAll(checking: Checking, objects: readonly ExpectedObject[]) {
  const results: { faults: readonly ObjectFault[]; bytes: number; isPassing: boolean }[] = []
  const waiting = objects.entries()
  const worker = async () => {
    for (const [i, object] of waiting) results[i] = await checkTwice(checking, object)
  }
  await Promise.all(Array.from({ length: checking.atOnce }, worker))
  return {
    faults: results.flatMap(({ faults }) => faults),
    bytes: results.reduce((sum, { bytes }) => sum + bytes, 0),
    passing: results.filter(({ isPassing }) => isPassing).length,
  }
}

/** A fault counts when a second reading finds one as well: a bad cable is no bad object. */
async function checkTwice(checking: Checking, object: ExpectedObject) {
  const first = await checkObject(checking, object)
  if (first.faults.length === 0) return { faults: [], bytes: first.found?.bytes ?? 0, isPassing: false }
  if (await isOutgrownTile(checking.runner, object.key)) return { faults: [], bytes: 0, isPassing: false }
  const again = await checkObject(checking, object)
  if (await isGoingForGood(checking.runner, object)) return { faults: [], bytes: 0, isPassing: true }
  return { faults: again.faults, bytes: again.found?.bytes ?? 0, isPassing: again.faults.length === 0 }
}

/** Its record was destroyed since this batch was read: it leaves the database before its first object leaves a store. */
async function isGoingForGood(runner: SqlRunner, { key, number = recordOfRowsKey(key) }: ExpectedObject) {
  return number !== undefined && (await disposedOf(runner, [number])).has(number)
}

function phaseAfter(phase: AuditPhase): AuditPhase | 'done' {
  return auditPhases[auditPhases.indexOf(phase) + 1] ?? 'done'
}
