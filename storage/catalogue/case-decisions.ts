import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { HandoverIdentity } from './cases.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/** 人工处理 (what a person decided about a case that waited), with what it had waited for. Kept for ever. */
export type CaseDecision = HandoverIdentity & {
  readonly caseId: string
  readonly decision: CaseAnswer['decision']
  /** The stage that had given the case to a person. */
  readonly stage: string
  readonly faults: readonly Fault[]
  readonly waitingSince: Date
  /** 退回原因代码, of a return. */
  readonly reason?: string
  /** 电子文件号 that the case had been given. */
  readonly number?: string
  readonly by: string
  readonly role?: string
  readonly remark: string
  readonly decidedAt: Date
}

/** Keeps a decision. Those that are there already stay, and cannot be changed. */
export async function insertCaseDecision(runner: SqlRunner, decision: CaseDecision): Promise<void> {
  const { caseId, systemCode, serialNumber, revision, stage, faults, waitingSince, reason, number } = decision
  await run(
    runner,
    sql`insert into case_decision (case_id, system_code, serial_number, revision, decision, stage, faults, waiting_since,
          reason, number, person, role, remark, decided_at)
        values (${caseId}, ${systemCode}, ${serialNumber}, ${revision}, ${decision.decision}, ${stage},
          ${JSON.stringify(faults)}, ${waitingSince}, ${reason}, ${number}, ${decision.by}, ${decision.role},
          ${decision.remark}, ${decision.decidedAt})`,
  )
}

/** Everything that was decided about a case, in the order in which it was. */
export async function caseDecisionsOf(runner: SqlRunner, caseId: string): Promise<CaseDecision[]> {
  const found = await rows<DecisionColumns>(
    runner,
    sql`select * from case_decision where case_id = ${caseId} order by id`,
  )
  return found.map(toDecision)
}

type DecisionColumns = {
  case_id: string
  system_code: string
  serial_number: string
  revision: number
  decision: CaseDecision['decision']
  stage: string
  faults: Fault[]
  waiting_since: Date
  reason: string | null
  number: string | null
  person: string
  role: string | null
  remark: string
  decided_at: Date
}

function toDecision(row: DecisionColumns): CaseDecision {
  return {
    caseId: row.case_id,
    systemCode: row.system_code,
    serialNumber: row.serial_number,
    revision: row.revision,
    decision: row.decision,
    stage: row.stage,
    faults: row.faults,
    waitingSince: row.waiting_since,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.number === null ? {} : { number: row.number }),
    by: row.person,
    ...(row.role === null ? {} : { role: row.role }),
    remark: row.remark,
    decidedAt: row.decided_at,
  }
}
