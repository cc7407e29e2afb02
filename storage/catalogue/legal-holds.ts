import type { LegalHold, LegalRelease } from '#archive-schema/retention/legal-hold.ts'
import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** A hold as the catalogue keeps it. */
export type KeptHold = Omit<LegalHold, 'numbers'> & {
  /** SHA-256 of its text. */
  readonly sha256: string
  /** Records on which it is, and on which it was. */
  readonly active: number
  readonly records: number
}

/** Enters a hold and its records. The same hold again is no second one. Resolves to false if it was there. */
export async function insertHold(transaction: Transaction, hold: LegalHold, sha256: string): Promise<boolean> {
  const { id, authority, reason, by, at, numbers } = hold
  const entered = await rows(
    transaction,
    sql`insert into legal_hold (id, sha256, authority, reason, placed_by, placed_at)
        values (${id}, ${sha256}, ${authority}, ${reason}, ${by}, ${at}) on conflict (id) do nothing returning id`,
  )
  if (entered.length === 0) return false
  await run(transaction, sql`insert into legal_hold_record (hold, number) select ${id}, unnest(${numbers}::text[])`)
  return true
}

/** Enters a release and lifts the hold from its records. Resolves to false if it was there. */
export async function insertRelease(transaction: Transaction, release: LegalRelease, sha256: string): Promise<boolean> {
  const { hold, authority, reason, by, at, numbers } = release
  const entered = await rows(
    transaction,
    sql`insert into legal_release (sha256, hold, authority, reason, released_by, released_at)
        values (${sha256}, ${hold}, ${authority}, ${reason}, ${by}, ${at}) on conflict (sha256) do nothing returning sha256`,
  )
  if (entered.length === 0) return false
  await run(
    transaction,
    sql`update legal_hold_record set release = ${sha256}
        where hold = ${hold} and number = any(${numbers}) and release is null`,
  )
  return true
}

/** A hold by its id. */
export async function findHold(runner: SqlRunner, id: string): Promise<KeptHold | undefined> {
  const row = await firstRow<HoldColumns>(runner, sql`${selectHolds} where h.id = ${id}`)
  return row && toHold(row)
}

/** Holds, the newest first: at most `limit`, older than the hold `before`. */
export async function listHolds(
  runner: SqlRunner,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<KeptHold[]> {
  const older =
    before === undefined
      ? sql`true`
      : sql`(h.placed_at, h.id) < (select placed_at, id from legal_hold where id = ${before})`
  const found = await rows<HoldColumns>(
    runner,
    sql`${selectHolds} where ${older} order by h.placed_at desc, h.id desc limit ${limit}`,
  )
  return found.map(toHold)
}

/** Records on which a hold is, in the order of their numbers. */
export async function heldBy(runner: SqlRunner, hold: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from legal_hold_record where hold = ${hold} and release is null order by number`,
  )
  return found.map(({ number }) => number)
}

/** The holds that are on a record, the oldest first. */
export async function holdsOn(runner: SqlRunner, number: string): Promise<KeptHold[]> {
  const found = await rows<HoldColumns>(
    runner,
    sql`${selectHolds} where exists (select from legal_hold_record x where x.hold = h.id and x.number = ${number}
          and x.release is null) order by h.placed_at, h.id`,
  )
  return found.map(toHold)
}

/** Whether a hold was placed on a record at `since` or later, lifted or not. */
export async function wasHeldSince(runner: SqlRunner, number: string, since: Date): Promise<boolean> {
  const found = await rows(
    runner,
    sql`select 1 from legal_hold_record r join legal_hold h on h.id = r.hold
        where r.number = ${number} and h.placed_at >= ${since} limit 1`,
  )
  return found.length > 0
}

/** Those of the records on which any hold is. */
export async function stillHeld(runner: SqlRunner, numbers: readonly string[]): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select distinct number from legal_hold_record where number = any(${numbers}) and release is null`,
  )
  return found.map(({ number }) => number)
}

const selectHolds = sql`select h.*,
    (select count(*)::int from legal_hold_record r where r.hold = h.id and r.release is null) as active,
    (select count(*)::int from legal_hold_record r where r.hold = h.id) as records
  from legal_hold h`

type HoldColumns = {
  id: string
  sha256: string
  authority: string
  reason: string
  placed_by: string
  placed_at: Date
  active: number
  records: number
}

function toHold({ placed_by, placed_at, ...hold }: HoldColumns): KeptHold {
  return { ...hold, by: placed_by, at: placed_at }
}
