import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/**
 * Keeps 人工核查结论 on a record, or on the case `caseId` that is not registered yet. Those that are there already stay, and
 * cannot be changed.
 */
export async function insertDecision(runner: SqlRunner, decision: ManualDecision, caseId?: string): Promise<void> {
  const { number, stage, rule, outcome, by, role, remark, packageSha256, decidedAt } = decision
  await run(
    runner,
    sql`insert into inspection_decision (number, stage, rule, outcome, person, role, remark, package_sha256, decided_at,
          case_id)
        values (${number}, ${stage}, ${rule}, ${outcome}, ${by}, ${role}, ${remark}, ${packageSha256}, ${decidedAt},
          ${caseId})`,
  )
}

/** Everything that was decided about a record at one stage, in the order in which it was. */
export async function decisionsOf(
  runner: SqlRunner,
  number: string,
  stage: InspectionStage,
): Promise<ManualDecision[]> {
  const found = await rows<DecisionColumns>(
    runner,
    sql`select * from inspection_decision where number = ${number} and stage = ${stage} order by id`,
  )
  return found.map(toDecision)
}

/** A row of the table. */
export type DecisionColumns = {
  number: string
  stage: InspectionStage
  rule: string
  outcome: ManualDecision['outcome']
  person: string
  role: string | null
  remark: string
  package_sha256: string
  decided_at: Date
}

/** What a row says. */
export function toDecision({ person, role, package_sha256, decided_at, ...row }: DecisionColumns): ManualDecision {
  return {
    number: row.number,
    stage: row.stage,
    rule: row.rule,
    outcome: row.outcome,
    by: person,
    ...(role === null ? {} : { role }),
    remark: row.remark,
    packageSha256: package_sha256,
    decidedAt: decided_at.toISOString(),
  }
}
