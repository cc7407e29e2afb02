import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { purgeDisposed } from '#storage/catalogue/dispose-record.ts'
import { disposedNumbers } from '#storage/catalogue/disposed-records.ts'
import { type KeptTable, keptTables } from '../kept-tables.ts'
import { applyDeletions, applyRows, raiseChangeCounter } from './apply-rows.ts'
import { loadRecordRows } from './load-record-rows.ts'
import { loadSegments } from './load-segments.ts'
import { dropRefusedCases, settleNumbers, type TakenNumber } from './lost-cases.ts'
import { makeReplayTables } from './replay-rows.ts'
import type { ReplayTools } from './replay-tools.ts'
import { journalAgain, withTriggersAtRest } from './user-triggers.ts'

/** What a replay has brought back. */
export type Replayed = { readonly segments: number; readonly records: number; readonly rows: number }

const numberTables = ['number_sequence', 'given_number', 'free_number']

/**
 * 重放台账: brings a database up to what the journal in the store says, from the first segment that it does not know; an empty one, and
 * a restored backup, alike. What was destroyed since goes again. `takenNumbers` is asked when the records are in. All of it or nothing;
 * what could not be taken is told.
 */
export async function replayJournal(
  transaction: Transaction,
  tools: ReplayTools & { readonly takenNumbers: () => Promise<readonly TakenNumber[]> },
): Promise<Replayed> {
  await makeReplayTables(transaction)
  const segments = await loadSegments(transaction, tools)
  const records = await loadRecordRows(transaction, tools)
  const replayed = keptTables.filter((table) => table.in === 'segments' || table.in === 'record')
  const names = replayed.map(({ name }) => name)
  const rows = await withTriggersAtRest(transaction, names, async () => {
    const applied = await applyAll(transaction, replayed, tools)
    await raiseChangeCounter(transaction)
    await purgeDisposed(transaction, await disposedNumbers(transaction))
    await dropRefusedCases(transaction)
    // From here on it is no repetition any more.
    await journalAgain(transaction, numberTables)
    await settleNumbers(transaction, await tools.takenNumbers())
    return applied
  })
  return { segments, records, rows }
}

async function applyAll(transaction: Transaction, tables: readonly KeptTable[], tools: ReplayTools): Promise<number> {
  for (const table of tables.toReversed()) await applyDeletions(transaction, table)
  let applied = 0
  for (const [i, table] of tables.entries()) {
    tools.onProgress({ phase: 'tables', done: i, total: tables.length })
    applied += await applyRows(transaction, table, tools)
  }
  return applied
}
