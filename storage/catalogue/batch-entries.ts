import type { Fault } from '#archive-schema/fault.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import type { FormNumber } from '#archive-schema/registration-form/form-number.ts'
import { type DecisionColumns, toDecision } from './inspection-decisions.ts'
import { firstRow, rows, run, type Sql, type SqlRunner, sql } from './sql.ts'

/** Enters a case, or the refusal of one, into the batch under which it was handed in. */
export async function insertBatchEntry(
  runner: SqlRunner,
  batch: string,
  entry: { readonly caseId: string } | { readonly refusalId: string },
  at: Date,
): Promise<void> {
  const { caseId, refusalId } = { caseId: undefined, refusalId: undefined, ...entry }
  await run(
    runner,
    sql`insert into batch_entry (batch, case_id, refusal_id, entered_at) values (${batch}, ${caseId}, ${refusalId}, ${at})`,
  )
}

/** The batch under which a case was handed in. */
export async function batchOf(runner: SqlRunner, caseId: string): Promise<string | undefined> {
  const row = await firstRow<{ batch: string }>(runner, sql`select batch from batch_entry where case_id = ${caseId}`)
  return row?.batch
}

/** A case of a batch that has not come to its end. */
export type UnfinishedCase = {
  readonly folder: string
  readonly state: 'processing' | 'review'
  readonly stage: string
}

/** Cases of a batch or year that are still on their way, in the order in which they came. */
export async function unfinishedOf(runner: SqlRunner, form: FormNumber): Promise<UnfinishedCase[]> {
  return rows(
    runner,
    sql`select c.folder, c.state, c.stage from case_file c where ${isGathered(form)} and c.state <> 'archived'
        order by c.captured_at, c.id`,
  )
}

/** A refusal under a batch. */
export type BatchRefusal = { readonly folder: string; readonly serialNumber: string | undefined; readonly code: string }

/**
 * What was refused under a batch, at once or by a later stage, and has not been handed in again. The refusals of a year cannot
 * be told: they do not say of what unit they were.
 */
export async function refusedOf(runner: SqlRunner, form: FormNumber): Promise<BatchRefusal[]> {
  if (form.gathers === 'year') return []
  const found = await rows<{ folder: string; serial_number: string | null; faults: Fault[] }>(
    runner,
    sql`select r.folder, r.serial_number, r.faults from refusal r join batch_entry b
          on b.refusal_id = r.id or b.case_id = r.case_id
        where b.batch = ${form.number} and not exists (
          select from case_file c join batch_entry again on again.case_id = c.id and again.batch = ${form.number}
          where c.system_code = r.system_code and c.serial_number = r.serial_number)
        order by r.id`,
  )
  return found.map(({ folder, serial_number, faults }) => {
    return { folder, serialNumber: serial_number ?? undefined, code: faults[0]?.code ?? '' }
  })
}

/** An archived record of a batch with its inspection report and what persons have decided about it. */
export type GatheredRecord = {
  readonly number: string
  readonly archivalCode: string
  readonly bytes: number
  readonly packageSha256: string
  readonly report: InspectionReport
  readonly decisions: readonly ManualDecision[]
}

/** How many reports are in memory at a time. */
const recordsAtOnce = 100

/** The archived records of a batch or year by 电子文件号, some at a time: a year may have a hundred thousand. */
export async function* recordsOf(runner: SqlRunner, form: FormNumber): AsyncGenerator<GatheredRecord> {
  for (let after = ''; ; ) {
    const page = await rows<GatheredColumns>(
      runner,
      sql`select r.number, r.archival_code, r.package_sha256, r.inspection,
            (select sum(d.bytes) from document d where d.number = r.number) as bytes,
            (select coalesce(json_agg(i order by i.id), '[]') from inspection_decision i
             where i.number = r.number and i.stage = r.inspection->>'stage') as decisions
          from record r join case_file c on c.id = r.case_id
          where ${isGathered(form)} and c.state = 'archived' and r.number > ${after}
          order by r.number limit ${recordsAtOnce}`,
    )
    for (const row of page) yield toGathered(row)
    const last = page.at(-1)
    if (last === undefined || page.length < recordsAtOnce) return
    after = last.number
  }
}

/** Of the year of a unit, what was not handed in under a batch. */
function isGathered(form: FormNumber): Sql {
  if (form.gathers === 'batch')
    return sql`exists (select from batch_entry b where b.case_id = c.id and b.batch = ${form.number})`
  return sql`c.handover #>> '{caseFile,unit,fondsCode}' = ${form.fonds}
    and c.handover #>> '{caseFile,case,year}' = ${form.year}
    and c.handover #>> '{caseFile,unit,regionCode}' = ${form.region}
    and not exists (select from batch_entry b where b.case_id = c.id)`
}

type GatheredColumns = {
  number: string
  archival_code: string
  package_sha256: string
  inspection: InspectionReport
  bytes: string | null
  decisions: (Omit<DecisionColumns, 'decided_at'> & { decided_at: string })[]
}

function toGathered(row: GatheredColumns): GatheredRecord {
  return {
    number: row.number,
    archivalCode: row.archival_code,
    bytes: Number(row.bytes ?? 0),
    packageSha256: row.package_sha256,
    report: row.inspection,
    decisions: row.decisions.map((each) => toDecision({ ...each, decided_at: new Date(each.decided_at) })),
  }
}
