import { type JournalRow, JournalRow as RowForm } from '#archive-schema/journal/journal-segment.ts'
import type { RecordRows } from '#archive-schema/journal/record-rows.ts'
import type { RecordObjects } from '#storage/catalogue/records.ts'
import { rows, run, Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import type { OutboxRow } from './journal-outbox.ts'
import { keptTable, keptTables } from './kept-tables.ts'

/** A preserved record to which changes belong. */
export type ChangedRecord = {
  readonly number: string
  readonly objects: RecordObjects
  readonly seqs: readonly number[]
}

/** The preserved records to which changes belong. What is not preserved is not kept yet: preserving it is a change again. */
export async function changedRecords(runner: SqlRunner, changes: readonly OutboxRow[]): Promise<ChangedRecord[]> {
  const owned = changes.flatMap(({ seq, table, row }) => {
    const kept = keptTable(table)
    const owner = 'owner' in kept && kept.owner !== undefined ? row[kept.owner] : undefined
    return typeof owner === 'string' ? [{ seq, owner }] : []
  })
  const owners = [...new Set(owned.map(({ owner }) => owner))]
  const found = await rows<{ number: string; case_id: string; objects: RecordObjects }>(
    runner,
    sql`select number, case_id, objects from record
        where preserved_at is not null and (number = any(${owners}) or case_id::text = any(${owners})) order by number`,
  )
  return found.map(({ number, case_id: caseId, objects }) => {
    const seqs = owned.filter(({ owner }) => owner === number || owner === caseId).map(({ seq }) => seq)
    return { number, objects, seqs }
  })
}

/** Everything that the catalogue knows of a record now. `transaction` sees one state of the database. */
export async function readRecordRows(transaction: SqlRunner, record: string): Promise<RecordRows> {
  const found: { table: string; row: JournalRow }[] = []
  for (const kept of keptTables) {
    if (!('ofRecord' in kept) || kept.ofRecord === undefined) continue
    const { name: table, key, ofRecord } = kept
    const order = key.map((column) => `t.${column}`).join(', ')
    const own = await rows<{ row: unknown }>(
      transaction,
      new Sql(
        [`select to_jsonb(t) as row from ${table} t, record r where r.number = `, ` and ${ofRecord} order by ${order}`],
        [record],
      ),
    )
    found.push(...own.map(({ row }) => ({ table, row: RowForm.parse(row) })))
  }
  return { record, rows: found }
}

/** Makes a transaction see one state of the database from its first statement to its last. */
export function holdStill(transaction: SqlRunner): Promise<void> {
  return run(transaction, sql`set transaction isolation level repeatable read`)
}
