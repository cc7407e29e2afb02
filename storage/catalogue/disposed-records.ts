import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { chinaDay } from '#archive-schema/retention/china-day.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

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
