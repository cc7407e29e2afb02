import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** An entry and its index in the log, from 0. */
export type PlacedEntry = { readonly entry: LedgerEntry; readonly place: number }

/**
 * Puts an entry into the queue of the ledger: in the transaction in which what it is about becomes true. The same entry again is
 * no second one.
 */
export async function queueEntry(runner: SqlRunner, { type, sha256, sm3 }: LedgerEntry, at: Date): Promise<void> {
  await run(
    runner,
    sql`insert into ledger_entry (type, sha256, sm3, queued_at) values (${type}, ${sha256}, ${sm3}, ${at})
        on conflict (type, sha256, sm3) do nothing`,
  )
}

/** Gives the next places to at most `limit` waiting entries, in the order of the queue. Resolves to their number. */
export async function assignPlaces(runner: SqlRunner, limit: number): Promise<number> {
  const assigned = await firstRow<{ count: number }>(
    runner,
    sql`with next as (select coalesce(max(place) + 1, 0) as place from ledger_entry),
          waiting as (select id, row_number() over (order by id) - 1 as step from ledger_entry
                      where place is null order by id limit ${limit}),
          assigned as (update ledger_entry e set place = next.place + waiting.step from waiting, next
                       where e.id = waiting.id returning 1)
        select count(*)::int as count from assigned`,
  )
  return assigned?.count ?? 0
}

/** The entries from a place on, at most `limit`, in their order. */
export async function entriesFrom(runner: SqlRunner, place: number, limit: number): Promise<PlacedEntry[]> {
  const found = await rows<EntryColumns & { place: string }>(
    runner,
    sql`select type, sha256, sm3, place from ledger_entry where place >= ${place} order by place limit ${limit}`,
  )
  return found.map(({ place: at, ...entry }) => ({ entry, place: Number(at) }))
}

/** The newest entries, those without a place first; of one type if one is asked for. */
export async function newestEntries(
  runner: SqlRunner,
  { type, limit }: { readonly type?: string | undefined; readonly limit: number },
): Promise<readonly { readonly entry: LedgerEntry; readonly place?: number; readonly queuedAt: Date }[]> {
  const found = await rows<EntryColumns & { place: string | null; queued_at: Date }>(
    runner,
    sql`select type, sha256, sm3, place, queued_at from ledger_entry where ${type ?? null}::text is null or type = ${type ?? null}
        order by place desc nulls first, id desc limit ${limit}`,
  )
  return found.map(({ place, queued_at: queuedAt, ...entry }) => ({
    ...{ entry, queuedAt },
    ...(place === null ? {} : { place: Number(place) }),
  }))
}

/** Entries whose text rests with no record, in the order of the queue, from the one after `id` on. */
export async function textEntriesAfter(
  runner: SqlRunner,
  id: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly entry: LedgerEntry }[]> {
  const found = await rows<LedgerEntry & { id: string }>(
    runner,
    sql`select id, type, sha256, sm3 from ledger_entry where type <> 'seal' and id > ${id} order by id limit ${limit}`,
  )
  return found.map(({ id: at, ...entry }) => ({ id: at, entry }))
}

/** Where an entry stands: its place, `waiting` while it has none, `undefined` if it is not in the queue. */
export async function placeOf(
  runner: SqlRunner,
  { type, sha256, sm3 }: LedgerEntry,
): Promise<number | 'waiting' | undefined> {
  const found = await firstRow<{ place: string | null }>(
    runner,
    sql`select place from ledger_entry where type = ${type} and sha256 = ${sha256} and sm3 = ${sm3}`,
  )
  if (found === undefined) return undefined
  return found.place === null ? 'waiting' : Number(found.place)
}

/**
 * The index that the next queued entry will have. Until the transaction ends nobody else queues one; entries of other transactions are
 * waited for.
 */
export async function nextIndex(transaction: Transaction): Promise<number> {
  await run(transaction, sql`lock table ledger_entry in share row exclusive mode`)
  const found = await firstRow<{ next: string }>(
    transaction,
    sql`select (select coalesce(max(place) + 1, 0) from ledger_entry)
          + (select count(*) from ledger_entry where place is null) as next`,
  )
  return Number(found?.next ?? 0)
}

/** Number of entries that wait for a place. */
export async function countWaiting(runner: SqlRunner): Promise<number> {
  const found = await firstRow<{ count: number }>(
    runner,
    sql`select count(*)::int as count from ledger_entry where place is null`,
  )
  return found?.count ?? 0
}

/** How many preserved records there are beyond the statements in the ledger; those of destroyed ones stay. */
export async function countMissingSeals(runner: SqlRunner): Promise<number> {
  const found = await firstRow<{ missing: number }>(
    runner,
    sql`select greatest(0, (select count(*) from record where preserved_at is not null) + (select count(*) from disposed_record)
          - (select count(*) from ledger_entry where type = 'seal'))::int as missing`,
  )
  return found?.missing ?? 0
}

/** Enters an entry that the store shows at a place into a database that has lost it. Resolves to false if it contradicts. */
export async function restoreEntry(runner: SqlRunner, { entry, place }: PlacedEntry, at: Date): Promise<boolean> {
  await queueEntry(runner, entry, at)
  const { type, sha256, sm3 } = entry
  await run(
    runner,
    sql`update ledger_entry set place = ${place} where type = ${type} and sha256 = ${sha256} and sm3 = ${sm3}
        and place is null and not exists (select 1 from ledger_entry where place = ${place})`,
  )
  return (await placeOf(runner, entry)) === place
}

type EntryColumns = { type: string; sha256: string; sm3: string }
