import type { RetentionTerm } from '#archive-schema/retention/term.ts'
import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 保管期限、锁定 of a record, as the catalogue keeps them. */
export type RecordRetention = RetentionTerm & {
  /** 电子文件号. */
  readonly number: string
  /** Key of the rule by which the term was counted. */
  readonly startRule: string
  /** The earliest end of a lock among the objects of the record, as read back. */
  readonly lockedUntil: Date
  /** 保全: whether a hold is on it. */
  readonly held: boolean
  /** Whether its objects carry the legal hold of the store. */
  readonly storeHeld: boolean
}

/** Enters the term of a record; one that is there already stays. */
export async function insertRetention(
  runner: SqlRunner,
  { number, startRule, startsAt, endsAt, lockedUntil }: Omit<RecordRetention, 'held' | 'storeHeld'>,
): Promise<void> {
  await run(
    runner,
    sql`insert into record_retention (number, start_rule, starts_at, ends_at, locked_until)
        values (${number}, ${startRule}, ${startsAt}, ${endsAt}, ${lockedUntil}) on conflict (number) do nothing`,
  )
}

/** The retention of a record; `undefined` if none was entered. */
export async function retentionOf(runner: SqlRunner, number: string): Promise<RecordRetention | undefined> {
  const row = await firstRow<RetentionColumns>(runner, sql`select * from record_retention where number = ${number}`)
  return row && toRetention(row)
}

/** The retention of records, in the order of their numbers; nobody else changes it until the transaction ends. */
export async function claimRetention(
  transaction: Transaction,
  numbers: readonly string[],
): Promise<readonly RecordRetention[]> {
  const found = await rows<RetentionColumns>(
    transaction,
    sql`select * from record_retention where number = any(${numbers}) order by number for update`,
  )
  return found.map(toRetention)
}

/** When the terms of records end; nobody changes them until the transaction ends. */
export async function endsOf(runner: SqlRunner, numbers: readonly string[]): Promise<(Date | undefined)[]> {
  const found = await rows<Pick<RetentionColumns, 'ends_at'>>(
    runner,
    sql`select ends_at from record_retention where number = any(${numbers}) order by number for share`,
  )
  return found.map(({ ends_at }) => ends_at ?? undefined)
}

/** Moves the end of a term; `undefined`: 永久. The database refuses an earlier one. */
export async function setTermEnd(runner: SqlRunner, number: string, endsAt: Date | undefined): Promise<void> {
  await run(runner, sql`update record_retention set ends_at = ${endsAt} where number = ${number}`)
}

/** Says whether holds are on records. */
export async function setHeld(runner: SqlRunner, numbers: readonly string[], held: boolean): Promise<void> {
  await run(runner, sql`update record_retention set held = ${held} where number = any(${numbers})`)
}

/** Of a row `t`: whether the objects of the record carry the legal hold; null while a hold is being laid or lifted. */
export const holdMark = sql`case when t.held = t.store_held then t.held end as hold_mark`

/** Whether the objects of a record carry the legal hold; `undefined` while a hold is being laid or lifted. */
export async function holdMarkOf(runner: SqlRunner, number: string): Promise<boolean | undefined> {
  const found = await firstRow<{ hold_mark: boolean | null }>(
    runner,
    sql`select ${holdMark} from record_retention t where t.number = ${number}`,
  )
  return found?.hold_mark ?? undefined
}

/** Keeps what was read back from the store. */
export async function setProtection(
  runner: SqlRunner,
  number: string,
  { lockedUntil, storeHeld }: Pick<RecordRetention, 'lockedUntil' | 'storeHeld'>,
): Promise<void> {
  await run(
    runner,
    sql`update record_retention set locked_until = ${lockedUntil}, store_held = ${storeHeld} where number = ${number}`,
  )
}

/** Preserved records that have no retention yet: a page in the order of their numbers. */
export async function numbersWithoutRetention(runner: SqlRunner, after: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select r.number from record r left join record_retention t using (number)
        where t.number is null and r.preserved_at is not null and r.number > ${after} order by r.number limit 200`,
  )
  return found.map(({ number }) => number)
}

type RetentionColumns = {
  number: string
  start_rule: string
  starts_at: Date
  ends_at: Date | null
  locked_until: Date
  held: boolean
  store_held: boolean
}

function toRetention(row: RetentionColumns): RecordRetention {
  return {
    number: row.number,
    startRule: row.start_rule,
    startsAt: row.starts_at,
    endsAt: row.ends_at ?? undefined,
    lockedUntil: row.locked_until,
    held: row.held,
    storeHeld: row.store_held,
  }
}
