import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

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

/** The note of a published checkpoint, as it rests in the store; `undefined` if none of that size was published. */
export async function noteOf(
  runner: SqlRunner,
  algorithm: 'sha256' | 'sm3',
  size: number,
): Promise<string | undefined> {
  const found = await firstRow<{ note_sha256: string; note_sm3: string }>(
    runner,
    sql`select note_sha256, note_sm3 from ledger_checkpoint where size = ${size}`,
  )
  return found?.[`note_${algorithm}`]
}

/** Sizes of the published checkpoints beyond `size`. */
export async function checkpointSizesAfter(runner: SqlRunner, size: number, limit: number): Promise<number[]> {
  const found = await rows<{ size: string }>(
    runner,
    sql`select size from ledger_checkpoint where size > ${size} order by size limit ${limit}`,
  )
  return found.map((row) => Number(row.size))
}
