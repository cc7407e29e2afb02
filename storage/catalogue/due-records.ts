import type { RetentionPeriod } from '#archive-schema/retention.ts'
import { all, rows, type SqlRunner, sql } from './sql.ts'

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
    sql`r.preserved_at is not null and t.ends_at <= ${now} and not t.held`,
    sql`not exists (select from disposal_item i where i.number = r.number and i.opinion = 'destroy'
          and not exists (select from disposal_certificate c where c.list = i.list))`,
    ...(fonds === undefined ? [] : [sql`r.fonds_code = ${fonds}`]),
    ...(year === undefined ? [] : [sql`r.year = ${year}`]),
    ...(after === undefined
      ? []
      : [
          sql`(r.fonds_code, r.year, r.number) > (select a.fonds_code, a.year, a.number from record a where a.number = ${after})`,
        ]),
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

type Columns = {
  number: string
  archival_code: string
  title: string
  fonds_code: string
  year: string
  retention: RetentionPeriod
  ends_at: Date
}
