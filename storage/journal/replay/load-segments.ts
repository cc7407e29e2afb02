import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { changesOf, type JournalSegment, parseSegment } from '#archive-schema/journal/journal-segment.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { type JournalObjects, segmentKey } from '../journal-objects.ts'
import { dropWaiting } from '../journal-outbox.ts'
import { type NewestSegment, newestRegistered, registerSegment } from '../journaled-objects.ts'
import { enterChanges, enterRecords } from './replay-rows.ts'
import { type ReplayTools, readFromAny } from './replay-tools.ts'

/**
 * Reads every segment that the database does not know yet. Each must name the digest of the one before; one that is missing or damaged
 * is a fault, and what comes after it is read all the same. Resolves to the number of segments that were read.
 */
export async function loadSegments(transaction: SqlRunner, tools: ReplayTools): Promise<number> {
  let before: NewestSegment | undefined = await newestRegistered(transaction)
  const first = before.segment + 1
  const last = await newestAnywhere(before.segment, tools)
  let read = 0
  for (let number = first; number <= last; number += 1) {
    tools.onProgress({ phase: 'segments', done: number - first, total: last - first + 1 })
    const found: Attempt<ReadSegment> = await attempt(() =>
      readFromAny(tools, (objects) => readSegment(number, before, objects)),
    )
    if ('refusal' in found) {
      tools.onFault(found.refusal.faults[0])
      if (number === last) await goOnBehind(transaction, number, tools)
      before = undefined
      continue
    }
    await enterSegment(transaction, found.value)
    before = { segment: number, sha256: digestHex('sha256', found.value.bytes) }
    read += 1
  }
  return read
}

/** What the first store has lost of the end of the journal may be elsewhere. */
async function newestAnywhere(segment: number, { objects, elsewhere, onFault }: ReplayTools): Promise<number> {
  let newest = await objects.newestSegmentAfter(segment)
  for (const open of elsewhere) {
    try {
      newest = Math.max(newest, await (await open()).newestSegmentAfter(segment))
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      onFault(error.faults[0])
    }
  }
  return newest
}

type ReadSegment = { readonly bytes: Uint8Array; readonly segment: JournalSegment }

async function readSegment(
  number: number,
  before: NewestSegment | undefined,
  objects: JournalObjects,
): Promise<ReadSegment> {
  const file = segmentKey(number)
  const bytes = await objects.readSegment(number)
  if (bytes === undefined) throw new ArchiveError({ code: 'JOURNAL_BROKEN', file, found: '∅' })
  const segment = parseSegment(file, bytes)
  if (segment.segment !== number) throw broken(file, `it is segment ${segment.segment}`)
  if (before !== undefined && segment.previous !== before.sha256) throw broken(file, 'it follows another segment')
  return { bytes, segment }
}

async function enterSegment(transaction: SqlRunner, { bytes, segment }: ReadSegment): Promise<void> {
  const { lines } = segment
  await enterChanges(
    transaction,
    lines.flatMap((line) => ('seq' in line ? [line] : [])),
  )
  await enterRecords(
    transaction,
    lines.flatMap((line) => ('seq' in line ? [] : [line])),
  )
  await registerSegment(transaction, bytes, segment)
  // What a restored backup still has in its outbox was written since.
  await dropWaiting(transaction, lines.flatMap(changesOf))
}

/** Behind a last segment that is damaged the journal goes on: the next one will name the digest of what lies there. */
async function goOnBehind(transaction: SqlRunner, segment: number, { objects }: ReplayTools): Promise<void> {
  const bytes = await objects.readSegment(segment)
  if (bytes !== undefined) await registerSegment(transaction, bytes, { segment, lines: [] })
}

function broken(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'JOURNAL_BROKEN', file, found })
}
