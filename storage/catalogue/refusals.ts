import type { Fault } from '#archive-schema/fault.ts'
import type { HandoverIdentity } from './cases.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/** 拒收 (a refusal): all that is kept of a refused case. */
export type Refusal = {
  /** Set when the case was captured and refused by a later stage. */
  readonly caseId: string | undefined
  readonly folder: string
  readonly identity: HandoverIdentity | undefined
  readonly stage: string
  readonly faults: readonly Fault[]
  readonly refusedAt: Date
}

/** Keeps a refusal; resolves to its id. */
export async function insertRefusal(runner: SqlRunner, refusal: Refusal): Promise<string> {
  const { identity } = refusal
  const row = await firstRow<{ id: string }>(
    runner,
    sql`insert into refusal (case_id, folder, system_code, serial_number, revision, stage, faults, refused_at)
        values (${refusal.caseId}, ${refusal.folder}, ${identity?.systemCode}, ${identity?.serialNumber}, ${identity?.revision},
          ${refusal.stage}, ${JSON.stringify(refusal.faults.map(withoutPersonalData))}, ${refusal.refusedAt})
        returning id`,
  )
  if (row === undefined) throw new Error('the refusal was not kept')
  return row.id
}

/** Number of refusals. */
export async function countRefusals(runner: SqlRunner): Promise<number> {
  const row = await firstRow<{ count: string }>(runner, sql`select count(*) from refusal`)
  return Number(row?.count ?? 0)
}

/** Why captured cases were refused later on, of `caseIds` those that were. */
export async function refusalsOf(runner: SqlRunner, caseIds: readonly string[]): Promise<Refusal[]> {
  const found = await rows<RefusalColumns>(runner, sql`select * from refusal where case_id = any(${caseIds})`)
  return found.map(toRefusal)
}

/** Numbers of persons and organisations do not belong into a log of refusals. */
function withoutPersonalData(fault: Fault): Fault {
  if (!fault.code.startsWith('IDENTIFIERS_')) return fault
  const { found: _, expected: __, ...rest } = fault
  return rest
}

type RefusalColumns = {
  case_id: string | null
  folder: string
  system_code: string | null
  serial_number: string | null
  revision: number | null
  stage: string
  faults: Fault[]
  refused_at: Date
}

function toRefusal(row: RefusalColumns): Refusal {
  const { system_code: systemCode, serial_number: serialNumber, revision } = row
  const identity =
    systemCode === null || serialNumber === null || revision === null
      ? undefined
      : { systemCode, serialNumber, revision }
  return {
    caseId: row.case_id ?? undefined,
    folder: row.folder,
    identity,
    stage: row.stage,
    faults: row.faults,
    refusedAt: row.refused_at,
  }
}
