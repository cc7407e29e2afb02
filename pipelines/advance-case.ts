import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { type CasePlace, deleteCase, setCaseReview, setCaseStage } from '#storage/catalogue/case-moves.ts'
import { findCase, identityOf } from '#storage/catalogue/cases.ts'
import { insertRefusal } from '#storage/catalogue/refusals.ts'
import { completeWithResult, insertStageResult } from '#storage/catalogue/stage-results.ts'
import { codedIfStagingFails } from '#storage/staging/staging-unavailable.ts'
import type { CaseInProgress } from './case-in-progress.ts'
import { loadCase } from './load-case.ts'
import type { PipelineTools } from './pipeline-tools.ts'
import type { CaseQueue, Lane } from './queue.ts'
import type { Decision, PipelineStageName } from './stage.ts'
import { type AnyStage, laneAfter, lastCompleted, nextStage } from './stages.ts'

/** How often an error that is nobody's refusal (a fault of ours) is tried again before a person has to look. */
const attemptsAtUnexpectedErrors = 3

/** What moving cases needs besides the tools of the stages. */
export type AdvanceTools = PipelineTools & {
  readonly queue: Pick<CaseQueue, 'send'>
  /** Told about every boundary: for progress lines, and for drills that kill the process there. */
  readonly onBoundary?: (caseId: string, stage: string, moment: 'started' | 'done' | 'completed') => void
}

/**
 * Takes a case through its stages as far as `lane` goes. Every stage is concluded in one transaction together with the
 * job that continues it, so that a process may be killed at any moment: the case goes on after its last completed stage.
 * Where two processes work on one case, the first to conclude a stage has decided it and the other gives way.
 * Throws what should be tried again later.
 */
export async function advanceCase(caseId: string, lane: Lane, attempt: number, tools: AdvanceTools): Promise<void> {
  let progress = await loadCase(caseId, 'processing', tools)
  if (progress === undefined) return dropIfEnded(caseId, tools)
  await sendOn(progress, lane, tools)
  for (let stage = nextStage(progress); stage?.lane(tools) === lane; stage = nextStage(progress)) {
    const next = await runOrGiveUp(stage, progress, attempt, tools)
    if (next === undefined) return
    progress = next
  }
  if (nextStage(progress) === undefined) await tools.staging.drop(caseId)
}

/** Archived, refused or given to a person in the meantime: nothing is left to do but what a killed process has left out. */
async function dropIfEnded(caseId: string, { catalogue, staging }: AdvanceTools): Promise<void> {
  const found = await findCase(catalogue.pool, caseId)
  if (found === undefined || found.state === 'archived') await staging.drop(caseId)
}

/** A case that came into the wrong lane, because a worker with another configuration sent it, goes into its own. */
async function sendOn(progress: CaseInProgress, lane: Lane, tools: AdvanceTools): Promise<void> {
  const right = nextStage(progress)?.lane(tools) ?? lane
  if (right === lane) return
  await tools.catalogue.transact((transaction) => tools.queue.send(right, progress.id, transaction))
}

/** Resolves to `undefined` when there is nothing more to do here: the case has come to another end, or is with another process. */
async function runOrGiveUp(
  stage: AnyStage,
  progress: CaseInProgress,
  attempt: number,
  tools: AdvanceTools,
): Promise<CaseInProgress | undefined> {
  try {
    return await completeStage(stage, progress, tools)
  } catch (cause) {
    const error = codedIfStagingFails(cause)
    tools.onFault?.(progress.id, stage.name, error)
    const faults = finalFaults(error, attempt)
    if (faults === undefined) throw error
    if (error instanceof ArchiveError && stage.onRefusal === 'refuse') await refuseCase(stage, progress, faults, tools)
    else await setCaseReview(tools.catalogue.pool, placeOf(progress), faults, tools.now())
    return undefined
  }
}

async function completeStage(
  stage: AnyStage,
  progress: CaseInProgress,
  tools: AdvanceTools,
): Promise<CaseInProgress | undefined> {
  tools.onBoundary?.(progress.id, stage.name, 'started')
  const decision = await stage.run(progress, tools)
  tools.onBoundary?.(progress.id, stage.name, 'done')
  const decided = await conclude(stage, progress, decision, tools)
  tools.onBoundary?.(progress.id, stage.name, 'completed')
  return decided === undefined ? undefined : stage.restore(progress, decided.result, tools)
}

/** Makes a decision count: one statement where it is but a result and the case stays in its lane, else a transaction. */
async function conclude(
  stage: AnyStage,
  progress: CaseInProgress,
  decision: Decision<PipelineStageName>,
  tools: AdvanceTools,
): Promise<{ readonly result: unknown } | undefined> {
  const { pool, transact } = tools.catalogue
  const [place, at] = [placeOf(progress), tools.now()]
  const lane = laneAfter(stage.name, tools)
  const staysInLane = lane === stage.lane(tools)
  if ('result' in decision && staysInLane) {
    const counts = await completeWithResult(pool, place, stage.name, decision.result, at)
    return counts ? decision : undefined
  }
  return transact(async (transaction) => {
    const act = lane === undefined ? 'archive' : 'advance'
    if (!(await setCaseStage(transaction, place, stage.name, act, at))) return undefined
    const result = 'result' in decision ? decision.result : await decision.conclude(transaction)
    await insertStageResult(transaction, progress.id, stage.name, result, at)
    if (lane !== undefined && !staysInLane) await tools.queue.send(lane, progress.id, transaction)
    return { result }
  })
}

function placeOf(progress: CaseInProgress): CasePlace {
  return { id: progress.id, stage: lastCompleted(progress) }
}

/** What makes it useless to try again, or `undefined` when it should be tried again. */
function finalFaults(error: unknown, attempt: number): readonly [Fault, ...Fault[]] | undefined {
  if (error instanceof ArchiveError) return error.permanent ? error.faults : undefined
  if (attempt < attemptsAtUnexpectedErrors) return undefined
  return [{ code: 'PROCESSING_FAILED', found: messageOf(error) }]
}

/** Nothing is kept of a refused case but the refusal; its identity is free again for a corrected hand-over. */
async function refuseCase(
  stage: AnyStage,
  progress: CaseInProgress,
  faults: readonly Fault[],
  tools: AdvanceTools,
): Promise<void> {
  const refused = await tools.catalogue.transact(async (transaction) => {
    if (!(await deleteCase(transaction, placeOf(progress)))) return false
    await insertRefusal(transaction, {
      caseId: progress.id,
      folder: progress.folder,
      identity: identityOf(progress.handover.caseFile),
      stage: stage.name,
      faults,
      refusedAt: tools.now(),
    })
    return true
  })
  if (refused) await tools.staging.drop(progress.id)
}
