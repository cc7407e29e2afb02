import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { BatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import type { CaseSource } from '#pipelines/capture/case-source.ts'
import type { CaseQueue } from '#pipelines/queue.ts'
import { firstLane } from '#pipelines/stages.ts'
import { isDatabaseGone } from '#storage/catalogue/database-gone.ts'
import { insertHandoverEvent } from '#storage/catalogue/handover-log.ts'
import { codedIfStagingFails } from '#storage/staging/staging-unavailable.ts'
import type { Archive } from '../open-archive.ts'
import { type CaseOutcome, endedCases, refusedOutcome } from './case-outcome.ts'
import { outlastOutage } from './outlast-outage.ts'

/** A hand-over after capture: refused at once, or on its way. */
export type TakenIn =
  | { readonly ended: CaseOutcome }
  | { readonly folder: string; readonly caseId: string; readonly repeated: boolean; readonly startedAt: number }

/**
 * Captures one case, under a batch where one is given, and sends it into the pipeline. A refusal is an outcome, any other
 * error is thrown: `CAPACITY_EXHAUSTED` before anything was read.
 */
export async function takeIn(
  open: () => Promise<CaseSource>,
  name: string,
  archive: Archive,
  queue: CaseQueue,
  batch?: BatchNumber,
): Promise<TakenIn> {
  const startedAt = performance.now()
  let source: CaseSource | undefined
  try {
    await archive.capacity.requireRoom()
    source = await open()
    const { caseId, repeated } = await captureCase(source, {
      ...archive,
      limits: defaultCaptureLimits,
      ...(batch === undefined ? {} : { batch }),
      dispatch: (id, transaction) => queue.send(firstLane, id, transaction),
    })
    return { folder: source.name, caseId, repeated, startedAt }
  } catch (caught) {
    const error = codedIfStagingFails(caught)
    if (!(error instanceof ArchiveError)) throw error
    if (source === undefined && !isDatabaseGone(error)) await logUnopened(name, error, archive)
    if (!error.permanent) throw error
    return { ended: refusedOutcome(source?.name ?? name, error.faults, secondsSince(startedAt)) }
  } finally {
    await source?.close()
  }
}

/** What is no hand-over at all, or finds no room, never comes to capture, which keeps all other refusals. */
async function logUnopened(
  folder: string,
  { code, permanent }: ArchiveError,
  { catalogue, now }: Archive,
): Promise<void> {
  const nothing = { status: undefined, caseId: undefined, identity: {}, stage: 'capture' } as const
  await insertHandoverEvent(catalogue.pool, {
    at: now(),
    kind: permanent ? 'refused' : 'failed',
    folder,
    code,
    ...nothing,
  })
}

/**
 * Waits until all cases have come to an end; tells each as soon as it has. Outlasts outages of the database.
 */
export async function awaitOutcomes(
  taken: AsyncIterable<TakenIn>,
  archive: Archive,
  tell: (outcome: CaseOutcome) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Map<string, Extract<TakenIn, { caseId: string }>[]>()
  let taking = true
  const taker = (async () => {
    for await (const entry of taken) {
      if ('ended' in entry) await tell(entry.ended)
      else waiting.set(entry.caseId, [...(waiting.get(entry.caseId) ?? []), entry])
    }
  })().finally(() => {
    taking = false
  })
  // Waiting begins while cases are still taken in; an error of the taker surfaces at its await below.
  taker.catch(() => undefined)
  while (!signal.aborted && (taking || waiting.size > 0)) {
    const ended = await outlastOutage(() => endedCases(archive.catalogue, [...waiting.keys()]), signal)
    for (const [caseId, outcome] of ended) {
      for (const { folder, repeated, startedAt } of waiting.get(caseId) ?? []) {
        await tell({ folder, ...outcome, ...(repeated ? { repeated } : {}), seconds: secondsSince(startedAt) })
      }
      waiting.delete(caseId)
    }
    await pause(pollEveryMs)
  }
  await taker
}

const pollEveryMs = 100

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000
}
