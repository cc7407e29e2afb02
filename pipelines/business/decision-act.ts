import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import type { Act } from './enter-act.ts'

/** 人工核查 as an act: the person who has decided on an item, what was decided, and the digest of the decision. */
export function decisionAct(decision: ManualDecision): Act {
  const { number, stage, rule, outcome, by, role, remark, decidedAt } = decision
  return {
    number,
    act: 'decision',
    actedAt: new Date(decidedAt),
    description: `${stage} ${rule}：${remark}`,
    outcome,
    resultSha256: canonicalDigest(decision),
    person: { name: by, ...(role === undefined ? {} : { position: role }) },
  }
}

/** The decisions of persons on which a report rests, each as an act, oldest first. */
export function decisionActsOf({ items }: InspectionReport): Act[] {
  const decisions = items.flatMap(({ decisions = [] }) => decisions)
  return decisions.toSorted((left, right) => Date.parse(left.decidedAt) - Date.parse(right.decidedAt)).map(decisionAct)
}
