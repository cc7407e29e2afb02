import type { JournalRow } from '#archive-schema/journal/journal-segment.ts'
import { firstRow, rows, run, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** A change that waits to be written. */
export type OutboxRow = {
  readonly seq: number
  readonly table: string
  readonly operation: 'insert' | 'update' | 'delete'
  readonly row: JournalRow
}

/**
 * The oldest changes that wait, at most `limit`, of whole transactions unless one alone is larger. Only of transactions older than any
 * that is still at work: what commits later is never older than what was taken.
 */
export async function takeWaiting(runner: SqlRunner, limit: number): Promise<OutboxRow[]> {
  const found = await rows<Columns & { xid: string }>(
    runner,
    sql`select id, xid, table_name, operation, content from journal_outbox
        where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit ${limit}`,
  )
  const last = found.at(-1)?.xid
  const isCut = found.length === limit && found[0]?.xid !== last
  return found
    .filter(({ xid }) => !isCut || xid !== last)
    .map(toChange)
    .toSorted((one, other) => one.seq - other.seq)
}

/** Of these changes those that wait. */
export async function waitingOf(runner: SqlRunner, seqs: readonly number[]): Promise<OutboxRow[]> {
  const found = await rows<Columns>(
    runner,
    sql`select id, table_name, operation, content from journal_outbox where id = any(${seqs}::bigint[]) order by id`,
  )
  return found.map(toChange)
}

/** Numbers of the records of whose rows in `table` a change waits, as any does while an older transaction is at work. */
export async function numbersWaiting(runner: SqlRunner, table: string): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select distinct content->>'number' as number from journal_outbox where table_name = ${table}`,
  )
  return new Set(found.map(({ number }) => number))
}

/** 台账滞后: how many changes wait, and for how many seconds the oldest, by the clock of the database. */
export type OutboxLag = { readonly waiting: number; readonly lagSeconds: number }

export async function outboxLag(runner: SqlRunner): Promise<OutboxLag> {
  const found = await firstRow<{ waiting: number; seconds: number | null }>(
    runner,
    sql`select count(*)::int as waiting, extract(epoch from clock_timestamp() - min(entered_at))::float8 as seconds
        from journal_outbox`,
  )
  return { waiting: found?.waiting ?? 0, lagSeconds: Math.max(0, found?.seconds ?? 0) }
}

/** They rest in the store. */
export async function dropWaiting(runner: SqlRunner, seqs: readonly number[]): Promise<void> {
  await run(runner, sql`delete from journal_outbox where id = any(${seqs}::bigint[])`)
}

type Columns = { id: string; table_name: string; operation: OutboxRow['operation']; content: JournalRow }

function toChange({ id, table_name: table, operation, content: row }: Columns): OutboxRow {
  return { seq: Number(id), table, operation, row }
}
