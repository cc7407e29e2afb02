import type { JournalRow, RecordChange, RowChange } from '#archive-schema/journal/journal-segment.ts'
import { rows, run, Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import { keptTable } from '../kept-tables.ts'

/** What the journal says of rows, before it is sorted out which of it holds: tables of the one transaction that replays. */
export async function makeReplayTables(transaction: SqlRunner): Promise<void> {
  await run(
    transaction,
    sql`create temporary table journal_replay (table_name text not null, key jsonb not null, seq bigint not null,
          is_whole boolean not null, operation text not null, content jsonb not null) on commit drop`,
  )
  // Which records were destroyed is asked for every page of records.
  await run(
    transaction,
    sql`create index journal_replay_destroyed on journal_replay ((content->>'number')) where table_name = 'disposed_record'`,
  )
  await run(
    transaction,
    sql`create temporary table journal_replay_record (number text primary key, object_key text not null, sha256 text not null,
          seq bigint not null) on commit drop`,
  )
}

/** Enters changes of rows as segments hold them. */
export function enterChanges(transaction: SqlRunner, changes: readonly RowChange[]): Promise<void> {
  return enter(
    transaction,
    changes.map(({ table, seq, operation, row }) => ({ table, seq, operation, row, isWhole: false })),
  )
}

/** Enters the rows of a record as they were after the change `seq`: nothing is withheld of them. */
export function enterRecordRows(
  transaction: SqlRunner,
  seq: number,
  found: readonly { readonly table: string; readonly row: JournalRow }[],
): Promise<void> {
  return enter(
    transaction,
    found.map(({ table, row }) => ({ table, seq, operation: 'insert', row, isWhole: true })),
  )
}

/**
 * Enters where the newest rows of records rest: those that the latest segment names, for changes may be written in another order than
 * numbered.
 */
export async function enterRecords(transaction: SqlRunner, changes: readonly RecordChange[]): Promise<void> {
  for (const { record, key, sha256, seqs } of changes)
    await run(
      transaction,
      sql`insert into journal_replay_record (number, object_key, sha256, seq) values (${record}, ${key}, ${sha256}, ${seqs.at(-1)})
          on conflict (number) do update set object_key = excluded.object_key, sha256 = excluded.sha256,
            seq = greatest(excluded.seq, journal_replay_record.seq)`,
    )
}

/** Whether the record `number` was destroyed, as the journal or the database says. */
export const isDestroyed = (number: string) =>
  `(${number} in (select content->>'number' from journal_replay where table_name = 'disposed_record')
    or ${number} in (select number from disposed_record))`

const isLeft = new Sql([`not ${isDestroyed('j.number')}`], [])

/** A record whose rows are to be read. */
export type RecordToRead = {
  readonly number: string
  readonly key: string
  readonly sha256: string
  readonly seq: number
}

/** Records in the order of their numbers, from the one after `number` on; those that were destroyed are passed over. */
export async function recordsToRead(transaction: SqlRunner, number: string, limit: number): Promise<RecordToRead[]> {
  const found = await rows<{ number: string; key: string; sha256: string; seq: string }>(
    transaction,
    sql`select number, object_key as key, sha256, seq from journal_replay_record j where number > ${number} and ${isLeft}
        order by number limit ${limit}`,
  )
  return found.map((row) => ({ ...row, seq: Number(row.seq) }))
}

type Entered = {
  readonly table: string
  readonly seq: number
  readonly operation: string
  readonly row: JournalRow
  readonly isWhole: boolean
}

async function enter(transaction: SqlRunner, entered: readonly Entered[]): Promise<void> {
  const found = entered.map(({ table, row, ...rest }) => {
    return { ...rest, table, key: keptTable(table).key.map((column) => row[column] ?? null), row }
  })
  await run(
    transaction,
    sql`insert into journal_replay (table_name, key, seq, is_whole, operation, content)
        select e."table", e.key, e.seq, e."isWhole", e.operation, e.row
        from jsonb_to_recordset(${JSON.stringify(found)})
          as e ("table" text, key jsonb, seq bigint, "isWhole" boolean, operation text, row jsonb)`,
  )
}
