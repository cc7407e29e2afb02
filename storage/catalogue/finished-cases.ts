import type { FinishedCase, FinishedList } from '#archive-schema/finished-cases/finished-list.ts'
import type { CaseState } from './cases.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** A finished case and what has come of it here: where its hand-over stands, and its record once it is archived. */
export type KnownFinishedCase = FinishedCase & {
  readonly systemCode: string
  /** `none`: never handed over; `refused`: handed over, and refused each time. */
  readonly handover: CaseState | 'refused' | 'none'
  /** 电子文件号. */
  readonly number?: string
}

/** What was last said of every finished case. */
const latest = sql`
  select distinct on (system_code, serial_number) system_code, serial_number, acceptance_number, finished_on, name
  from finished_case order by system_code, serial_number, id desc`

/**
 * Keeps what a list says that was not said before, or otherwise; resolves to how many that are. What is the same as was said
 * last is not kept again.
 */
export async function insertFinishedCases(runner: SqlRunner, list: FinishedList, at: Date): Promise<number> {
  const given = list.cases.map(({ serialNumber, acceptanceNumber, finishedOn, name }) => ({
    serial_number: serialNumber,
    acceptance_number: acceptanceNumber,
    finished_on: finishedOn,
    name,
  }))
  const inserted = await rows(
    runner,
    sql`insert into finished_case (system_code, serial_number, acceptance_number, finished_on, name, reported_at)
        select ${list.systemCode}::text, given.serial_number, given.acceptance_number, given.finished_on, given.name, ${at}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(given)}) as given(serial_number text, acceptance_number text,
          finished_on date, name text)
        where not exists (
          select from (${latest}) known
          where known.system_code = ${list.systemCode} and known.serial_number = given.serial_number
            and (known.acceptance_number, known.finished_on, known.name)
              is not distinct from (given.acceptance_number, given.finished_on, given.name))
        returning id`,
  )
  return inserted.length
}

/** Every finished case as it was last told of, oldest first. An archived hand-over goes before any later one. */
export async function finishedCases(runner: SqlRunner): Promise<KnownFinishedCase[]> {
  const found = await rows<FinishedColumns>(
    runner,
    sql`select f.system_code, f.serial_number, f.acceptance_number, f.finished_on::text, f.name,
               case when d.number is not null then 'archived'
                 else coalesce(h.state, case when x.refused then 'refused' else 'none' end) end as handover,
               coalesce(r.number, d.number) as number
        from (${latest}) f
        left join lateral (
          select c.id, c.state from case_file c
          where c.system_code = f.system_code and c.serial_number = f.serial_number
          order by c.state = 'archived' desc, c.revision desc limit 1
        ) h on true
        left join record r on r.case_id = h.id and r.preserved_at is not null
        left join lateral (
          select number from disposed_record
          where system_code = f.system_code and serial_number = f.serial_number limit 1
        ) d on true
        left join lateral (
          select true as refused from refusal
          where system_code = f.system_code and serial_number = f.serial_number limit 1
        ) x on true
        order by f.finished_on, f.system_code collate "C", f.serial_number collate "C"`,
  )
  return found.map(toFinishedCase)
}

/** Every 受理编号 that the archive has heard of, from lists and from hand-overs, with its handling system. */
export async function knownAcceptanceNumbers(
  runner: SqlRunner,
): Promise<{ readonly systemCode: string; readonly numbers: readonly string[] }[]> {
  const found = await rows<{ system_code: string; numbers: string[] }>(
    runner,
    sql`select system_code, array_agg(number) as numbers from (
          select system_code, acceptance_number as number from (${latest}) f
          union
          select system_code, handover->'caseFile'->'case'->>'acceptanceNumber' from case_file
        ) known
        where number is not null group by system_code order by system_code`,
  )
  return found.map((row) => ({ systemCode: row.system_code, numbers: row.numbers }))
}

type FinishedColumns = {
  system_code: string
  serial_number: string
  acceptance_number: string | null
  finished_on: string
  name: string | null
  handover: KnownFinishedCase['handover']
  number: string | null
}

function toFinishedCase(row: FinishedColumns): KnownFinishedCase {
  return {
    systemCode: row.system_code,
    serialNumber: row.serial_number,
    ...(row.acceptance_number === null ? {} : { acceptanceNumber: row.acceptance_number }),
    finishedOn: row.finished_on,
    ...(row.name === null ? {} : { name: row.name }),
    handover: row.handover,
    ...(row.number === null ? {} : { number: row.number }),
  }
}
