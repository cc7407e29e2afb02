import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { beingDisposed, disposedOf } from '#storage/catalogue/disposed-records.ts'
import { objectKeysOf } from '#storage/catalogue/kept-objects.ts'
import { keysOfRepairs } from '#storage/catalogue/object-repairs.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { keysOfJournal } from '#storage/journal/journaled-objects.ts'
import { keyAtPlace } from '#storage/objects/repaired-store.ts'
import { expectedLedgerObject, isLedgerKey, tileOfKey } from './expected-ledger.ts'

/** Below this lie the probes of the WORM proof in the store of the records. */
const probePrefix = 'worm-proof/'

/** Of the keys that a store holds, those under which nothing is registered. */
export async function unknownKeys(runner: SqlRunner, store: StoreName, keys: readonly string[]): Promise<string[]> {
  const records = keys.filter((key) => !isLedgerKey(key) && !key.startsWith(probePrefix))
  const numbers = [...new Set(records.map(numberOf))]
  const kept = await objectKeysOf(runner, numbers)
  const known = new Set(kept.flatMap((record) => record.keys))
  const disposed = await disposedOf(runner, numbers)
  // A repair is remembered for ever, also that of a record which was destroyed since.
  for (const key of await keysOfRepairs(runner, store, records)) if (!disposed.has(numberOf(key))) known.add(key)
  for (const key of await keysOfJournal(runner, records.filter(isJournalKey))) known.add(key)
  const passing = new Set(kept.filter(({ isPreserved }) => !isPreserved).map(({ number }) => number))
  const leaving = await beingDisposed(runner, [...disposed])
  const isStranger = (key: string) => !known.has(key) && !isOnItsWay(key, passing) && !leaving.has(numberOf(key))
  const unknown = records.filter(isStranger)
  for (const key of keys.filter(isLedgerKey)) if (!(await isOfLedger(runner, key))) unknown.push(key)
  return unknown
}

/** A tile of entries that are not committed yet is on its way: the ledger itself compares it when it goes on. */
async function isOfLedger(runner: SqlRunner, key: string): Promise<boolean> {
  return (await tileOfKey(key)) !== undefined || (await expectedLedgerObject(runner, key)) !== undefined
}

/** A record is registered before its objects are stored, and counts as preserved after that. */
function isOnItsWay(key: string, passing: ReadonlySet<string>): boolean {
  return passing.has(key.split('/')[2] ?? '') && /\.(zip|evidence(-\d+)?\.tar|text\.jsonl)$/.test(key)
}

/** 电子文件号 in a key `<全宗号>/<年度>/<电子文件号>/…`, also of what a repair has put elsewhere. */
function numberOf(key: string): string {
  return keyAtPlace(key).split('/')[2] ?? ''
}
