import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type JournalSegment, noSegment, type RecordChange } from '#archive-schema/journal/journal-segment.ts'
import { holdMark } from '#storage/catalogue/retention.ts'
import { firstRow, rows, run, type Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import { segmentKey } from './journal-objects.ts'

/** The newest segment that the database knows, by its number and digest. */
export type NewestSegment = { readonly segment: number; readonly sha256: string }

export async function newestRegistered(runner: SqlRunner): Promise<NewestSegment> {
  const found = await firstRow<{ segment: string; sha256: string }>(
    runner,
    sql`select segment, sha256 from journal_object where number is null order by segment desc limit 1`,
  )
  return found === undefined ? { segment: 0, sha256: noSegment } : { ...found, segment: Number(found.segment) }
}

/** Rows of records are about to be stored, named by no segment yet. */
export async function announceRecordRows(
  runner: SqlRunner,
  segment: number,
  rows: readonly RecordChange[],
): Promise<void> {
  await insertObjects(runner, segment, rows.map(ofRecord), false)
}

/** A segment and the rows of records that it names rest in the store. */
export async function registerSegment(
  runner: SqlRunner,
  bytes: Uint8Array,
  { segment, lines }: Pick<JournalSegment, 'segment' | 'lines'>,
): Promise<void> {
  const own = { key: segmentKey(segment), number: null, bytes: bytes.length, sha256: digestHex('sha256', bytes) }
  const named = lines.flatMap((line) => ('record' in line ? [ofRecord(line)] : []))
  await insertObjects(runner, segment, [own, ...named], true)
}

type Registered = {
  readonly key: string
  readonly number: string | null
  readonly bytes: number
  readonly sha256: string
}

function ofRecord({ key, record: number, bytes, sha256 }: RecordChange): Registered {
  return { key, number, bytes, sha256 }
}

async function insertObjects(
  runner: SqlRunner,
  segment: number,
  objects: readonly Registered[],
  isNamed: boolean,
): Promise<void> {
  await run(
    runner,
    sql`insert into journal_object (key, segment, number, bytes, sha256, is_named)
        select o.key, ${segment}, o.number, o.bytes, o.sha256, ${isNamed}
        from jsonb_to_recordset(${JSON.stringify(objects)}) as o (key text, number text, bytes bigint, sha256 text)
        on conflict (key) do update set segment = excluded.segment, is_named = true where excluded.is_named and not journal_object.is_named`,
  )
}

/** An object of the journal as it is registered. */
export type JournalObject = {
  readonly key: string
  readonly bytes: number
  readonly sha256: string
  /** The record of whose rows it is; absent of a segment. */
  readonly record?: { readonly number: string; readonly lockedUntil: Date; readonly isHeld: boolean | undefined }
}

/** One object of the journal; `undefined` where none is registered, or no segment names it. */
export async function journalObject(runner: SqlRunner, key: string): Promise<JournalObject | undefined> {
  const [found] = await objectsWhere(runner, sql`j.key = ${key}`, 1)
  return found
}

/** Objects of the journal in the order of their keys, from the one after `key` on. */
export function journalObjectsAfter(runner: SqlRunner, key: string, limit: number): Promise<JournalObject[]> {
  return objectsWhere(runner, sql`j.key collate "C" > ${key}`, limit)
}

/** Those of which a store has no copy yet. */
export function uncopiedJournalObjects(
  runner: SqlRunner,
  store: StoreName,
  key: string,
  limit: number,
): Promise<JournalObject[]> {
  const isUncopied = sql`not exists (select from object_copy c where c.store = ${store} and c.key = j.key)`
  return objectsWhere(runner, sql`j.key collate "C" > ${key} and ${isUncopied}`, limit)
}

/** Of these keys those that are of the journal: registered, or the next segment, which may be on its way. */
export async function keysOfJournal(runner: SqlRunner, keys: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ key: string }>(runner, sql`select key from journal_object where key = any(${keys})`)
  const { segment } = await newestRegistered(runner)
  return new Set([...found.map(({ key }) => key), segmentKey(segment + 1)])
}

async function objectsWhere(runner: SqlRunner, condition: Sql, limit: number): Promise<JournalObject[]> {
  const found = await rows<Columns>(
    runner,
    sql`select j.key, j.bytes, j.sha256, j.number, t.locked_until, ${holdMark}
        from journal_object j left join record_retention t on t.number = j.number
        where j.is_named and ${condition} order by j.key collate "C" limit ${limit}`,
  )
  return found.map(toObject)
}

type Columns = {
  key: string
  bytes: string
  sha256: string
  number: string | null
  locked_until: Date | null
  hold_mark: boolean | null
}

/** A record whose term is not entered yet says nothing of its rows. */
function toObject({ key, bytes, sha256, number, locked_until, hold_mark }: Columns): JournalObject {
  const object = { key, sha256, bytes: Number(bytes) }
  if (number === null || locked_until === null) return object
  return { ...object, record: { number, lockedUntil: locked_until, isHeld: hold_mark ?? undefined } }
}
