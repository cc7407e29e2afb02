import { ArchiveError } from '#archive-schema/archive-error.ts'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import {
  changesOf,
  type JournalLine,
  type JournalSegment,
  parseSegment,
} from '#archive-schema/journal/journal-segment.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { type JournalObjects, segmentKey } from './journal-objects.ts'
import { type OutboxRow, waitingOf } from './journal-outbox.ts'
import { type NewestSegment, newestRegistered } from './journaled-objects.ts'
import { keptTable } from './kept-tables.ts'
import { withhold } from './withhold.ts'

/**
 * Compares the database with the journal in the store, before anything is written: a restored backup, or a new database beside an old
 * store, would give numbers a second time. Resolves to the newest segment that the database knows, if the store has `lost` it: for an
 * alarm, since audits and repairs must go on. Throws `JOURNAL_AHEAD` that says what to do.
 */
export async function compareJournal(
  runner: SqlRunner,
  objects: JournalObjects,
): Promise<{ readonly lost: number | undefined }> {
  const newest = await newestRegistered(runner)
  // Segments have no gaps: of a database that knows some, the next one tells, and a long list need not be read.
  const isEven = newest.segment > 0 && !(await objects.hasSegment(newest.segment + 1))
  if (isEven) return { lost: (await objects.hasSegment(newest.segment)) ? undefined : newest.segment }
  const found = await objects.newestSegmentAfter(newest.segment)
  if (found === newest.segment) return { lost: undefined }
  const isLeft = found === newest.segment + 1 && (await isLeftSegment(runner, objects, newest)) !== undefined
  if (isLeft) return { lost: undefined }
  // Another process of this database may just have registered what it had stored.
  if ((await newestRegistered(runner)).segment !== newest.segment) return compareJournal(runner, objects)
  throw new ArchiveError({ code: 'JOURNAL_AHEAD', expected: String(newest.segment), found: String(found) })
}

/** The segment after `newest`, if a killed process of this database has stored it: then all its changes still wait as they are. */
export async function isLeftSegment(
  runner: SqlRunner,
  objects: JournalObjects,
  newest: NewestSegment,
): Promise<{ readonly bytes: Uint8Array; readonly segment: JournalSegment } | undefined> {
  const number = newest.segment + 1
  const bytes = await objects.readSegment(number)
  if (bytes === undefined) return undefined
  const segment = parseSegment(segmentKey(number), bytes)
  const waiting = new Map((await waitingOf(runner, segment.lines.flatMap(changesOf))).map((row) => [row.seq, row]))
  const isOurs = segment.previous === newest.sha256 && segment.lines.every((line) => isWaiting(line, waiting))
  return isOurs ? { bytes, segment } : undefined
}

function isWaiting(line: JournalLine, waiting: ReadonlyMap<number, OutboxRow>): boolean {
  if (!('seq' in line)) return line.seqs.every((seq) => waiting.has(seq))
  const change = waiting.get(line.seq)
  if (change === undefined || change.table !== line.table || change.operation !== line.operation) return false
  const kept = keptTable(change.table)
  const row = withhold(change.row, kept.in === 'segments' ? kept.withheld : undefined)
  return canonicalDigest(row) === canonicalDigest(line.row)
}
