import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatAuditReport } from '#archive-schema/copies/audit-text.ts'
import { formatSlice } from '#archive-schema/copies/slice.ts'
import { type LockPolicy, leastPermanentLock } from '#archive-schema/retention/lock-policy.ts'
import { type AuditRun, type AuditScope, finishRun, keepProgress, openRun } from '#storage/catalogue/audit-slices.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { EnteredEntries } from '#storage/catalogue/entered-entries.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import { MeasuringThreads } from '#storage/objects/measuring-threads.ts'
import { type AuditProgress, noProgress } from './audit-progress.ts'
import { type Checking, nextBatch } from './next-batch.ts'

export type AuditTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly kept: KeptStore
  readonly now: () => Date
  readonly retention: { readonly locks: LockPolicy }
  readonly signal: AbortSignal
  /** Told after every batch. */
  readonly onProgress?: (progress: AuditProgress) => void
}

/** Looked at together for every thread: most of them wait for the database or the file system, and no thread is to wait for them. */
const atOnceOfThread = 16

/** What a slice came to. */
export type AuditOutcome = AuditProgress & AuditScope & { readonly id: string; readonly textSha256: string }

/**
 * 固化核查: reads every object of one slice of a store and compares it with what was registered; whatever is bad is read once more
 * before it counts. An interrupted slice goes on where it was. Its report is locked and entered in the ledger.
 * Throws `STORE_UNAVAILABLE`, `STORE_ROUND_TAKEN` when another process audits the same slice.
 */
export async function auditSlice(tools: AuditTools, scope: AuditScope): Promise<AuditOutcome> {
  const { catalogue, kept, now } = tools
  // Before all else: threads take a while to start.
  await using threads = new MeasuringThreads(kept.address)
  const run = await openRun(catalogue.pool, scope, noProgress, now())
  const checking: Checking = {
    ...{ runner: catalogue.pool, entered: new EnteredEntries(catalogue.pool) },
    ...{ kept, measure: (key) => threads.measure(key), run, atOnce: threads.width * atOnceOfThread },
    leastLock: leastPermanentLock(now(), tools.retention.locks),
  }
  let { step } = run
  let progress = run.progress as AuditProgress
  while (progress.phase !== 'done') {
    tools.signal.throwIfAborted()
    progress = await nextBatch(checking, progress)
    if (!(await keepProgress(catalogue.pool, run.id, step, progress))) throw taken(scope)
    step += 1
    tools.onProgress?.(progress)
  }
  return { ...progress, ...scope, id: run.id, textSha256: await conclude(tools, { ...run, step }, progress) }
}

/** The report is locked, and the slice is finished in the transaction that queues its entry. Resolves to its SHA-256. */
async function conclude(tools: AuditTools, run: AuditRun, progress: AuditProgress): Promise<string> {
  const finishedAt = tools.now()
  const text = formatAuditReport({ ...run, ...progress, finishedAt })
  const { sha256 } = await tools.ledger.enter('audit', text, async (transaction, entry) => {
    if (!(await finishRun(transaction, run, entry.sha256, finishedAt))) throw taken(run)
  })
  return sha256
}

function taken(scope: AuditScope): ArchiveError {
  return new ArchiveError({ code: 'STORE_ROUND_TAKEN', found: `${scope.store} ${formatSlice(scope)}` })
}
