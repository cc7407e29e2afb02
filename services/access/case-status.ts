import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { readTypedNumber } from '#archive-schema/typed-number.ts'
import { pendingChildrenOf } from '#pipelines/joint-case/pending-children.ts'
import { batchOf } from '#storage/catalogue/batch-entries.ts'
import { caseDecisionsOf } from '#storage/catalogue/case-decisions.ts'
import { countCases, findCase } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { findRecord, findRecordOfCase } from '#storage/catalogue/records.ts'
import { countRefusals, refusalsOf } from '#storage/catalogue/refusals.ts'
import { readStageResults } from '#storage/catalogue/stage-results.ts'
import { type ToldDecision, tellDecision } from './decide-waiting.ts'
import { inStageOrder } from './stage-order.ts'

/** Where one case stands. */
export type CaseStatus = {
  readonly id: string
  readonly outcome: 'processing' | 'archived' | 'review' | 'refused'
  readonly folder: string
  /** 批次号: the batch under which it was handed in. */
  readonly batch?: string
  /** Last completed stage; for a refused case the stage that refused it. */
  readonly stage: string
  readonly number?: string
  readonly archivalCode?: string
  readonly faults?: readonly Fault[]
  /** 子办件 that a case in process waits for, each with the reason. */
  readonly waitsFor?: readonly Fault[]
  /** What persons have decided about it while it waited. */
  readonly decisions?: readonly ToldDecision[]
  readonly timeline: readonly { readonly stage: string; readonly at: string }[]
}

/** Number of cases in process by last completed stage, and of those that have ended. */
export async function pipelineStatus({ pool }: Catalogue) {
  const { stages, archived, review } = await countCases(pool)
  return { stages, archived, refused: await countRefusals(pool), review }
}

/** Where a case stands, by its id or by the number of its record. Throws `CASE_NOT_FOUND`. */
export async function caseStatus(catalogue: Catalogue, idOrNumber: string): Promise<CaseStatus> {
  const id = uuid.test(idOrNumber)
    ? idOrNumber
    : (await findRecord(catalogue.pool, readTypedNumber(idOrNumber).number))?.caseId
  const status =
    id === undefined ? undefined : ((await liveStatus(catalogue, id)) ?? (await refusedStatus(catalogue, id)))
  if (status === undefined) throw new ArchiveError({ code: 'CASE_NOT_FOUND', found: idOrNumber })
  const [batch, decisions] = [
    await batchOf(catalogue.pool, status.id),
    await caseDecisionsOf(catalogue.pool, status.id),
  ]
  return {
    ...status,
    ...(batch === undefined ? {} : { batch }),
    ...(decisions.length === 0 ? {} : { decisions: decisions.map(tellDecision) }),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function liveStatus({ pool }: Catalogue, id: string): Promise<CaseStatus | undefined> {
  const found = await findCase(pool, id)
  if (found === undefined) return undefined
  const record = await findRecordOfCase(pool, id)
  const waitsFor = found.state === 'processing' ? await pendingChildrenOf(pool, id) : []
  const timeline = inStageOrder(await readStageResults(pool, id))
  return {
    id,
    outcome: found.state,
    folder: found.folder,
    stage: found.stage,
    ...(record === undefined ? {} : { number: record.number, archivalCode: record.archivalCode }),
    ...(found.faults.length === 0 ? {} : { faults: found.faults }),
    ...(waitsFor.length === 0 ? {} : { waitsFor }),
    timeline: [
      { stage: 'capture', at: found.capturedAt.toISOString() },
      ...timeline.map(({ stage, completedAt }) => ({ stage, at: completedAt.toISOString() })),
    ],
  }
}

async function refusedStatus({ pool }: Catalogue, id: string): Promise<CaseStatus | undefined> {
  const [refusal] = await refusalsOf(pool, [id])
  if (refusal === undefined) return undefined
  const { folder, stage, faults, refusedAt } = refusal
  return { id, outcome: 'refused', folder, stage, faults, timeline: [{ stage, at: refusedAt.toISOString() }] }
}
