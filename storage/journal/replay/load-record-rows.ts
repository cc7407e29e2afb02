import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { parseRecordRows, type RecordRows } from '#archive-schema/journal/record-rows.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { firstRow, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import type { JournalObjects } from '../journal-objects.ts'
import { enterRecordRows, type RecordToRead, recordsToRead } from './replay-rows.ts'
import { type ReplayTools, readFromAny } from './replay-tools.ts'

const pageSize = 200

/** Reads the newest rows of every record that the segments name. Rows that are missing or damaged are a fault. */
export async function loadRecordRows(transaction: SqlRunner, tools: ReplayTools): Promise<number> {
  const total = await countRecords(transaction)
  let [done, read] = [0, 0]
  const records = eachRow<RecordToRead>((last) => recordsToRead(transaction, last?.number ?? '', pageSize))
  for await (const record of records) {
    tools.onProgress({ phase: 'records', done, total })
    done += 1
    const found = await attempt(() => readFromAny(tools, (objects) => readRows(record, objects)))
    if ('refusal' in found) tools.onFault(found.refusal.faults[0])
    else await enterRecordRows(transaction, record.seq, found.value.rows)
    if ('value' in found) read += 1
  }
  return read
}

async function countRecords(transaction: SqlRunner): Promise<number> {
  const found = await firstRow<{ count: number }>(
    transaction,
    sql`select count(*)::int as count from journal_replay_record`,
  )
  return found?.count ?? 0
}

async function readRows({ key, sha256, number }: RecordToRead, objects: JournalObjects): Promise<RecordRows> {
  const bytes = await objects.read(key)
  const found = digestHex('sha256', bytes)
  if (found !== sha256) throw new ArchiveError({ code: 'JOURNAL_BROKEN', file: key, expected: sha256, found })
  const rows = parseRecordRows(key, bytes)
  if (rows.record === number) return rows
  throw new ArchiveError({ code: 'JOURNAL_BROKEN', file: key, expected: number, found: rows.record })
}
