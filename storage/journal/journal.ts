import type { PoolClient } from 'pg'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import {
  changesOf,
  formatSegment,
  type JournalLine,
  type RecordChange,
} from '#archive-schema/journal/journal-segment.ts'
import { underLock } from '#storage/catalogue/advisory-lock.ts'
import { type Catalogue, inTransaction, type Transaction } from '#storage/catalogue/catalogue.ts'
import { isLeftSegment } from './compare-journal.ts'
import type { JournalObjects } from './journal-objects.ts'
import { dropWaiting, type OutboxRow, takeWaiting } from './journal-outbox.ts'
import { newestRegistered, registerSegment } from './journaled-objects.ts'
import { keptTable } from './kept-tables.ts'
import { storeRecordRows } from './store-record-rows.ts'
import { withhold } from './withhold.ts'

/** Key of the advisory lock of whoever writes the journal; any constant of our own will do. */
const journalLock = 0x0a_2c_41_20
/** Changes that are written at once. */
const mostAtOnce = 1_000

/** What writing the journal has just done. */
export type JournalMoment = 'rows-stored' | 'segment-stored' | 'registered'

export type JournalTools = {
  readonly catalogue: Catalogue
  readonly objects: JournalObjects
  /** For drills. */
  readonly onMoment?: (moment: JournalMoment) => void
}

/**
 * 写台账: writes the changes that wait into the store, segment by segment, one process at a time. A process may be killed at any step:
 * what it has stored is found by the next, and only then taken out of the outbox. Resolves to the number of changes.
 * Throws `JOURNAL_AHEAD` when the store has a segment that this database did not write.
 */
export function writeJournal(tools: JournalTools): Promise<number> {
  return underLock(tools.catalogue, journalLock, async (connection) => {
    let written = 0
    for (;;) {
      const changes = await takeWaiting(connection, mostAtOnce)
      if (changes.length === 0) return written
      await writeChanges(connection, changes, tools)
      written += changes.length
    }
  })
}

/** Does `work` in one transaction, while nobody writes the journal: what is destroyed by it is not on its way into it. */
export function whileNotWritten<T>(catalogue: Catalogue, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return underLock(catalogue, journalLock, (connection) => inTransaction(connection, work))
}

async function writeChanges(connection: PoolClient, changes: readonly OutboxRow[], tools: JournalTools): Promise<void> {
  const { objects, onMoment } = tools
  const newest = await newestRegistered(connection)
  const segment = newest.segment + 1
  const records = await storeRecordRows(connection, segment, changes, objects)
  onMoment?.('rows-stored')
  const lines = linesOf(changes, records)
  if (lines.length === 0) return dropWaiting(connection, seqsOf(changes))
  const next = { segment, previous: newest.sha256, lines }
  const bytes = formatSegment(next)
  const stored = await attempt(() => objects.putSegment(segment, bytes))
  if ('refusal' in stored) return takeOverLeft(connection, stored.refusal, tools)
  onMoment?.('segment-stored')
  await inTransaction(connection, async (transaction) => {
    await registerSegment(transaction, bytes, next)
    await dropWaiting(transaction, seqsOf(changes))
  })
  onMoment?.('registered')
}

/** Rows that segments hold, and the records whose rows changed, in the order of the changes. */
function linesOf(changes: readonly OutboxRow[], records: readonly RecordChange[]): JournalLine[] {
  const whole = changes.flatMap((change): JournalLine[] => {
    const kept = keptTable(change.table)
    return kept.in === 'segments' ? [{ ...change, row: withhold(change.row, kept.withheld) }] : []
  })
  const last = (line: JournalLine) => changesOf(line).at(-1) ?? 0
  return [...whole, ...records].toSorted((one, other) => last(one) - last(other))
}

/** A killed process has stored the next segment, and nothing more: its changes still wait. */
async function takeOverLeft(connection: PoolClient, refusal: ArchiveError, { objects }: JournalTools): Promise<void> {
  if (refusal.code !== 'STORE_OBJECT_EXISTS') throw refusal
  const newest = await newestRegistered(connection)
  const left = await isLeftSegment(connection, objects, newest)
  if (left === undefined) {
    const found = String(await objects.newestSegmentAfter(newest.segment))
    throw new ArchiveError({ code: 'JOURNAL_AHEAD', expected: String(newest.segment), found }, { cause: refusal })
  }
  await inTransaction(connection, async (transaction) => {
    await registerSegment(transaction, left.bytes, left.segment)
    await dropWaiting(transaction, left.segment.lines.flatMap(changesOf))
  })
}

function seqsOf(changes: readonly OutboxRow[]): number[] {
  return changes.map(({ seq }) => seq)
}
