import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { deleteCase, setCaseArchived, setCaseReview, setCaseStage } from '#storage/catalogue/cases.ts'
import { insertRefusal } from '#storage/catalogue/refusals.ts'
import { insertStageResult } from '#storage/catalogue/stage-results.ts'
import type { CaseInProgress } from './case-in-progress.ts'
import { loadCase } from './load-case.ts'
import type { PipelineTools } from './pipeline-tools.ts'
import type { CaseQueue, Lane } from './queue.ts'
import { type AnyStage, nextStage } from './stages.ts'

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
 * Throws what should be tried again later.
 */
export async function advanceCase(caseId: string, lane: Lane, attempt: number, tools: AdvanceTools): Promise<void> {
  let progress = await loadCase(caseId, 'processing', tools)
  // Archived, refused or given to a person in the meantime: nothing is left to do.
  if (progress === undefined) return
  for (let stage = nextStage(progress); stage?.lane === lane; stage = nextStage(progress)) {
    const next = await runOrGiveUp(stage, progress, attempt, tools)
    if (next === undefined) return
    progress = next
  }
  if (nextStage(progress) === undefined) await tools.staging.drop(caseId)
}

/** Resolves to `undefined` when the case has come to another end than the next stage. */
async function runOrGiveUp(
  stage: AnyStage,
  progress: CaseInProgress,
  attempt: number,
  tools: AdvanceTools,
): Promise<CaseInProgress | undefined> {
  try {
    return await completeStage(stage, progress, tools)
  } catch (error) {
    const faults = finalFaults(error, attempt)
    if (faults === undefined) throw error
    tools.onFault?.(progress.id, stage.name, error)
    if (error instanceof ArchiveError && stage.onRefusal === 'refuse') await refuseCase(stage, progress, faults, tools)
    else await setCaseReview(tools.catalogue.pool, progress.id, faults[0], tools.now())
    return undefined
  }
}

async function completeStage(stage: AnyStage, progress: CaseInProgress, tools: AdvanceTools): Promise<CaseInProgress> {
  tools.onBoundary?.(progress.id, stage.name, 'started')
  const conclude = await stage.run(progress, tools)
  tools.onBoundary?.(progress.id, stage.name, 'done')
  const restored = await tools.catalogue.transact(async (transaction) => {
    const at = tools.now()
    const result = await conclude(transaction)
    await insertStageResult(transaction, progress.id, stage.name, result, at)
    const advanced = await stage.restore(progress, result, tools)
    const next = nextStage(advanced)
    if (next === undefined) await setCaseArchived(transaction, progress.id, stage.name, at)
    else await setCaseStage(transaction, progress.id, stage.name, at)
    if (next !== undefined && next.lane !== stage.lane) await tools.queue.send(next.lane, progress.id, transaction)
    return advanced
  })
  tools.onBoundary?.(progress.id, stage.name, 'completed')
  return restored
}

/** What makes it useless to try again, or `undefined` when it should be tried again. */
function finalFaults(error: unknown, attempt: number): readonly [Fault, ...Fault[]] | undefined {
  if (error instanceof ArchiveError) {
    const [first, ...rest] = error.faults
    return error.permanent && first !== undefined ? [first, ...rest] : undefined
  }
  if (attempt < attemptsAtUnexpectedErrors) return undefined
  return [{ code: 'PROCESSING_FAILED', found: error instanceof Error ? error.message : String(error) }]
}

/** Nothing is kept of a refused case but the refusal; its identity is free again for a corrected hand-over. */
async function refuseCase(
  stage: AnyStage,
  progress: CaseInProgress,
  faults: readonly Fault[],
  tools: AdvanceTools,
): Promise<void> {
  const { systemCode, serialNumber, revision } = progress.handover.caseFile.source
  await tools.catalogue.transact(async (transaction) => {
    await deleteCase(transaction, progress.id)
    await insertRefusal(transaction, {
      caseId: progress.id,
      folder: progress.folder,
      identity: { systemCode, serialNumber, revision },
      stage: stage.name,
      faults,
      refusedAt: tools.now(),
    })
  })
  await tools.staging.drop(progress.id)
}
