import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { type CaseDecision, insertCaseDecision } from '#storage/catalogue/case-decisions.ts'
import { resumeCase } from '#storage/catalogue/case-moves.ts'
import { insertDecision } from '#storage/catalogue/inspection-decisions.ts'
import { readStageResults } from '#storage/catalogue/stage-results.ts'
import { firstLane } from '../stages.ts'
import { clearedItems } from './cleared-items.ts'
import { returnCase } from './return-case.ts'
import type { ReviewTools } from './review-tools.ts'
import { notWaiting, placeOf, requireWaiting, type WaitingCase } from './waiting-case.ts'

/**
 * 人工处理: concludes what a person decides about a case that waits, in one transaction with what is kept of it. Of two who
 * decide at once, the first has decided. Throws `CASE_NOT_FOUND`, `REVIEW_NOT_WAITING`, `REVIEW_NOT_CLEARABLE`,
 * `REVIEW_REGISTERED`.
 */
export async function decideCase(caseId: string, answer: CaseAnswer, tools: ReviewTools): Promise<CaseDecision> {
  const waiting = await requireWaiting(tools.catalogue.pool, caseId)
  const decision = await decisionOf(waiting, answer, tools)
  if (answer.decision === 'retry') await resume(waiting, 'retry', decision, [], tools)
  else if (answer.decision === 'clear')
    await resume(waiting, 'clear', decision, await clearedItems(waiting, answer, tools), tools)
  else await returnCase(waiting, { ...decision, reason: answer.reason }, tools)
  return decision
}

async function decisionOf(waiting: WaitingCase, answer: CaseAnswer, tools: ReviewTools): Promise<CaseDecision> {
  const { systemCode, serialNumber, revision, faults } = waiting
  const number = await numberOf(waiting, tools)
  return {
    caseId: waiting.id,
    ...{ systemCode, serialNumber, revision, faults },
    decision: answer.decision,
    stage: waiting.waitsAt,
    waitingSince: waiting.changedAt,
    ...(answer.decision === 'return' ? { reason: answer.reason } : {}),
    ...(number === undefined ? {} : { number }),
    by: answer.by,
    ...(answer.role === undefined ? {} : { role: answer.role }),
    remark: answer.remark,
    decidedAt: tools.now(),
  }
}

/** 电子文件号 of a case that has been described. */
async function numberOf({ id }: WaitingCase, { catalogue }: ReviewTools): Promise<string | undefined> {
  const described = (await readStageResults(catalogue.pool, id)).find(({ stage }) => stage === 'description')
  return (described?.result as { readonly number: string } | undefined)?.number
}

/** The stage is done again, with the items on which a person has decided. */
async function resume(
  waiting: WaitingCase,
  act: 'retry' | 'clear',
  decision: CaseDecision,
  cleared: readonly ManualDecision[],
  { catalogue, queue }: ReviewTools,
): Promise<void> {
  await catalogue.transact(async (transaction) => {
    if (!(await resumeCase(transaction, placeOf(waiting), act, decision.decidedAt))) throw notWaiting(waiting.id)
    await insertCaseDecision(transaction, decision)
    for (const item of cleared) await insertDecision(transaction, item, waiting.id)
    // A worker sends it on, where the stage has a lane of its own.
    await queue.send(firstLane, waiting.id, transaction)
  })
}
