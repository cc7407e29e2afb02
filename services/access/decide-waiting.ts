import { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import type { CaseQueue } from '#pipelines/queue.ts'
import { decideCase } from '#pipelines/review/decide-case.ts'
import type { CaseDecision } from '#storage/catalogue/case-decisions.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'

/** What was kept of a decision, as API and commands tell it. */
export type ToldDecision = Omit<CaseDecision, 'waitingSince' | 'decidedAt'> & {
  readonly waitingSince: string
  readonly decidedAt: string
}

/** 人工处理 of a case that waits. Throws `REQUEST_INVALID` without person or remark, and as `decideCase`. */
export async function decideWaiting(
  archive: Archive,
  queue: Pick<CaseQueue, 'send'>,
  caseId: string,
  given: unknown,
): Promise<ToldDecision> {
  const parsed = CaseAnswer.safeParse(given)
  refuseInvalid(parsed)
  return tellDecision(await decideCase(caseId, parsed.data, { ...archive, queue }))
}

export function tellDecision(decision: CaseDecision): ToldDecision {
  const { waitingSince, decidedAt } = decision
  return { ...decision, waitingSince: waitingSince.toISOString(), decidedAt: decidedAt.toISOString() }
}
