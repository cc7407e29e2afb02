import type { PoolClient } from 'pg'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { RecordChange } from '#archive-schema/journal/journal-segment.ts'
import { formatRecordRows } from '#archive-schema/journal/record-rows.ts'
import { inTransaction } from '#storage/catalogue/catalogue.ts'
import { claimRetention } from '#storage/catalogue/retention.ts'
import { type JournalObjects, recordRowsKey } from './journal-objects.ts'
import type { OutboxRow } from './journal-outbox.ts'
import { type ChangedRecord, changedRecords, holdStill, readRecordRows } from './journal-records.ts'
import { announceRecordRows } from './journaled-objects.ts'

/**
 * Stores the rows of every record to which changes belong, as they are now, each in an object of its own beside the record. They are
 * announced before, so that nobody takes what a killed process has left there for a stranger.
 */
export async function storeRecordRows(
  connection: PoolClient,
  segment: number,
  changes: readonly OutboxRow[],
  objects: JournalObjects,
): Promise<RecordChange[]> {
  const found = await inTransaction(connection, async (transaction) => {
    await holdStill(transaction)
    const read: RowsToStore[] = []
    for (const record of await changedRecords(transaction, changes)) read.push(await rowsToStore(transaction, record))
    return read
  })
  const named = found.map(({ change }) => change)
  await announceRecordRows(connection, segment, named)
  for (const rows of found) await putProtected(connection, rows, objects)
  return named
}

type RowsToStore = { readonly change: RecordChange; readonly bytes: Uint8Array; readonly record: ChangedRecord }

/** Locked and held as the package is, while nobody marks the objects of the record: no hold comes or goes in between. */
function putProtected(connection: PoolClient, { change, bytes, record }: RowsToStore, objects: JournalObjects) {
  return inTransaction(connection, async (transaction) => {
    await claimRetention(transaction, [record.number])
    await objects.putRecordRows(change.key, bytes, record.objects)
  })
}

async function rowsToStore(transaction: PoolClient, record: ChangedRecord): Promise<RowsToStore> {
  const { number, objects, seqs } = record
  const bytes = formatRecordRows(await readRecordRows(transaction, number))
  const sha256 = digestHex('sha256', bytes)
  const key = recordRowsKey(objects, sha256)
  return { change: { seqs: [...seqs], record: number, key, sha256, bytes: bytes.length }, bytes, record }
}
