import type { RetentionPeriod } from '#archive-schema/retention.ts'
import { all, firstRow, rows, type Sql, type SqlRunner, sql } from './sql.ts'

/** 到期档案: a record whose term has ended. */
export type DueRecord = {
  readonly number: string
  readonly archivalCode: string
  readonly title: string
  readonly fondsCode: string
  readonly year: string
  readonly period: RetentionPeriod
  readonly endsAt: Date
}

/** Which of the due records are asked for. */
export type DueQuery = {
  readonly now: Date
  readonly fonds?: string | undefined
  readonly year?: string | undefined
  /** Continue behind this 电子文件号. */
  readonly after?: string | undefined
  readonly limit: number
}

/**
 * 到期清单: records whose term has ended, that nothing holds and that stand in no open list, by 全宗, 年度 and number. Records of 永久
 * never come due.
 */
export async function dueRecords(
  runner: SqlRunner,
  { now, fonds, year, after, limit }: DueQuery,
): Promise<DueRecord[]> {
  const conditions = all([
    isDue(now),
    ...(fonds === undefined ? [] : [sql`r.fonds_code = ${fonds}`]),
    ...(year === undefined ? [] : [sql`r.year = ${year}`]),
    ...(after === undefined ? [] : [sql`(r.fonds_code, r.year, r.number) > (${placeOf(after)})`]),
  ])
  const found = await rows<Columns>(
    runner,
    sql`select r.number, r.archival_code, r.title, r.fonds_code, r.year, r.retention, t.ends_at
        from record r join record_retention t using (number)
        where ${conditions} order by r.fonds_code, r.year, r.number limit ${limit}`,
  )
  return found.map((row) => ({
    ...{ number: row.number, archivalCode: row.archival_code, title: row.title, fondsCode: row.fonds_code },
    ...{ year: row.year, period: row.retention, endsAt: row.ends_at },
  }))
}

/** Where a record stands in the list, also one that was destroyed since the page before. */
function placeOf(number: string): Sql {
  return sql`select fonds_code, year, number from record where number = ${number}
    union all select i.item->>'fondsCode', i.item->>'year', d.number
      from disposed_record d join disposal_item i using (list, number) where d.number = ${number}`
}

/** How many records are due, and since when the one that has waited longest. */
export async function countDue(
  runner: SqlRunner,
  now: Date,
): Promise<{ readonly records: number; readonly since: Date | undefined }> {
  const found = await firstRow<{ records: number; since: Date | null }>(
    runner,
    sql`select count(*)::int as records, min(t.ends_at) as since
        from record r join record_retention t using (number) where ${isDue(now)}`,
  )
  return { records: found?.records ?? 0, since: found?.since ?? undefined }
}

/** Whether the record `r` with the term `t` is due: nothing holds it, and it stands in no open list. */
function isDue(now: Date) {
  return sql`r.preserved_at is not null and t.ends_at <= ${now} and not t.held
    and not exists (select from disposal_item i where i.number = r.number and i.opinion = 'destroy'
          and exists (select from open_disposal_list o where o.id = i.list))`
}

type Columns = {
  number: string
  archival_code: string
  title: string
  fonds_code: string
  year: string
  retention: RetentionPeriod
  ends_at: Date
}
