import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { chinaDay } from '#archive-schema/retention/china-day.ts'
import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 已销毁档案: what stays of a record, by which list it went, and when nothing of it was found any more. */
export type DisposedRecord = {
  readonly item: DisposalItem
  readonly list: string
  readonly disposedAt: Date
  /** Stores in which its objects lay. */
  readonly stores: readonly StoreName[]
  readonly outcome: DisposalOutcome | undefined
}

/** 不可恢复性验证. */
export type DisposalOutcome = {
  /** Stores in which everything below its folder was looked for. */
  readonly stores: readonly StoreName[]
  /** Versions and delete markers that were deleted. */
  readonly erased: number
  readonly verifiedAt: Date
}

/** A record that a list takes out of the database, and the stores in which its objects lie. */
export type Destruction = {
  readonly list: string
  readonly item: DisposalItem
  readonly at: Date
  readonly stores: readonly StoreName[]
}

/** Enters that a record is destroyed: its metadata go, but for what the list says of it. Its term and holds are claimed before. */
export async function insertDisposed(transaction: Transaction, { list, item, at, stores }: Destruction): Promise<void> {
  await run(
    transaction,
    sql`insert into disposed_record (number, archival_code, case_id, list, disposed_at, stores, system_code, serial_number)
        select ${item.number}, ${item.archivalCode}, ${item.caseId}, ${list}, ${at}, ${stores}, c.system_code, c.serial_number
        from (select) one left join case_file c on c.id = ${item.caseId}`,
  )
  await purgeDisposed(transaction, [item.number])
}

/**
 * Takes out of the database whatever is of destroyed records: metadata, history, search index, copies, and where their objects lie.
 * With what a backup brought back as well.
 */
export async function purgeDisposed(transaction: Transaction, numbers: readonly string[]): Promise<void> {
  const cases = sql`(select case_id from disposed_record where number = any(${numbers}))`
  const acts = sql`(select id from business_entity where number = any(${numbers}))`
  for (const statement of [
    sql`delete from search_entry where number = any(${numbers})`,
    sql`delete from document where number = any(${numbers})`,
    sql`delete from description_version where number = any(${numbers})`,
    sql`delete from inspection_decision where number = any(${numbers})`,
    sql`delete from change_notice where number = any(${numbers})`,
    sql`delete from business_agent where business in ${acts}`,
    sql`delete from business_entity where number = any(${numbers})`,
    sql`delete from lock_fault where number = any(${numbers})`,
    sql`delete from object_copy where number = any(${numbers})`,
    sql`delete from object_copy where (store, key) in (select s.name, j.key from journal_object j,
          (values ('first'), ('second')) s (name) where j.number = any(${numbers}))`,
    sql`delete from journal_object where number = any(${numbers})`,
    sql`delete from case_decision where case_id in ${cases}`,
    sql`delete from record where number = any(${numbers})`,
    sql`delete from case_file where id in ${cases}`,
  ])
    await run(transaction, statement)
}

/** Enters that nothing of a destroyed record was found any more, nor a copy that was being made. The same again is no second time. */
export async function insertOutcome(
  runner: SqlRunner,
  number: string,
  { stores, erased, verifiedAt }: DisposalOutcome,
): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_outcome (number, stores, erased, verified_at)
        values (${number}, ${stores}, ${erased}, ${verifiedAt}) on conflict (number) do nothing`,
  )
  await run(runner, sql`delete from object_copy where number = ${number}`)
}

/** A destroyed record by its 电子文件号 or 档号. */
export async function findDisposed(runner: SqlRunner, number: string): Promise<DisposedRecord | undefined> {
  const row = await firstRow<Columns>(
    runner,
    sql`${selectDisposed} where d.number = ${number} or d.archival_code = ${number}`,
  )
  return row && toDisposed(row)
}

/** Throws `RECORD_DISPOSED` if the record of this 电子文件号 or 档号 was destroyed: by which list, and when. */
export async function refuseDisposed(runner: SqlRunner, number: string): Promise<void> {
  const disposed = await findDisposed(runner, number)
  if (disposed === undefined) return
  const { item, list, disposedAt } = disposed
  const expected = `${list}，${chinaDay(disposedAt)}，sha256:${item.packageSha256}`
  throw new ArchiveError({
    code: 'RECORD_DISPOSED',
    file: item.number,
    field: item.title,
    expected,
    found: item.number,
  })
}

/** Throws `RECORD_DISPOSED` if the record of a case was destroyed, whichever revision is handed over now. */
export async function refuseDisposedCase(
  runner: SqlRunner,
  { systemCode, serialNumber }: { readonly systemCode: string; readonly serialNumber: string },
): Promise<void> {
  const found = await firstRow<{ number: string }>(
    runner,
    sql`select number from disposed_record where system_code = ${systemCode} and serial_number = ${serialNumber}`,
  )
  if (found !== undefined) await refuseDisposed(runner, found.number)
}

/** What was destroyed by a list, in the order of the numbers. */
export async function disposedBy(runner: SqlRunner, list: string): Promise<DisposedRecord[]> {
  const found = await rows<Columns>(runner, sql`${selectDisposed} where d.list = ${list} order by d.number collate "C"`)
  return found.map(toDisposed)
}

/** Numbers of all destroyed records. */
export async function disposedNumbers(runner: SqlRunner): Promise<string[]> {
  const found = await rows<{ number: string }>(runner, sql`select number from disposed_record order by number`)
  return found.map(({ number }) => number)
}

/** Of these numbers those of destroyed records. */
export async function disposedOf(runner: SqlRunner, numbers: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from disposed_record where number = any(${numbers})`,
  )
  return new Set(found.map(({ number }) => number))
}

/** Of these numbers those of records that are destroyed, with objects that may still wait for the end of their locks. */
export async function beingDisposed(runner: SqlRunner, numbers: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from disposed_record d where number = any(${numbers})
          and not exists (select from disposal_outcome o where o.number = d.number)`,
  )
  return new Set(found.map(({ number }) => number))
}

const selectDisposed = sql`select d.list, i.item, d.disposed_at, d.stores as places, o.stores, o.erased, o.verified_at
  from disposed_record d join disposal_item i using (list, number) left join disposal_outcome o using (number)`

type Columns = {
  list: string
  item: DisposalItem
  disposed_at: Date
  places: StoreName[] | null
  stores: StoreName[] | null
  erased: number | null
  verified_at: Date | null
}

function toDisposed({ list, item, places, stores, erased, ...at }: Columns): DisposedRecord {
  const { disposed_at: disposedAt, verified_at: verifiedAt } = at
  const isVerified = stores !== null && erased !== null && verifiedAt !== null
  const outcome = isVerified ? { stores, erased, verifiedAt } : undefined
  return { list, item, disposedAt, stores: places ?? ['first'], outcome }
}
