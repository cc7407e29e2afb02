import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { type JournalObject, journalObject } from '#storage/journal/journaled-objects.ts'
import { expectedLedgerObject } from './expected-ledger.ts'
import type { ExpectedObject } from './expected-object.ts'

/** What an object of the journal ought to be. */
export function expectedJournalObject({ key, sha256, bytes, record }: JournalObject): ExpectedObject {
  const object: ExpectedObject = { key, registered: [{ place: '台账登记', sha256, bytes }] }
  if (record === undefined) return object
  const { number, lockedUntil, isHeld } = record
  return { ...object, lockedUntil, hold: { number, isDue: isHeld } }
}

/** What an object of the ledger or the journal ought to be; `undefined` where the catalogue knows no such object. */
export async function expectedBesideRecords(runner: SqlRunner, key: string): Promise<ExpectedObject | undefined> {
  if (!isJournalKey(key)) return expectedLedgerObject(runner, key)
  const found = await journalObject(runner, key)
  return found && expectedJournalObject(found)
}
