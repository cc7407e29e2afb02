import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { type KeptList, requireList } from '#storage/catalogue/disposal-lists.ts'
import { insertOutcome } from '#storage/catalogue/dispose-record.ts'
import { disposedBy } from '#storage/catalogue/disposed-records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { numbersWaiting } from '#storage/journal/journal-outbox.ts'
import { beginDestruction, type Standing } from './begin-destruction.ts'
import type { DisposalTools } from './disposal-tools.ts'
import { eraseRecord } from './erase-record.ts'
import { signedItems } from './signed-items.ts'

/**
 * 实施销毁: destroys the records of a list as far as they may go now, and tells where each stands. First they leave the database; then the
 * journal says so, so that a catalogue that is rebuilt at any moment after knows; then their objects are deleted, and that they are gone
 * is proved. The same again goes on: with what waited for its locks, and with what a killed process has left; of a closed list, with
 * objects that an older backup of a store has brought back. Throws `DISPOSAL_NOT_ORDERED`, `DISPOSAL_LIST_MISSING`,
 * `DISPOSAL_UNPROVEN`, `DISPOSAL_TRACES`, `JOURNAL_AHEAD`, `STORE_UNAVAILABLE`.
 */
export async function carryOut(tools: DisposalTools, id: string): Promise<readonly Standing[]> {
  const { catalogue, journal } = tools
  const list = await requireOrdered(catalogue, id)
  const items = await signedItems(tools, list)
  // A database that is behind its store destroys nothing.
  await writeJournal({ catalogue, objects: journal })
  const staying = list.certificateSha256 === undefined ? await beginDestruction(tools, list, items) : new Map()
  await writeJournal({ catalogue, objects: journal })
  const erased = await eraseBegun(tools, list)
  return items.flatMap(({ number }) => erased.get(number) ?? staying.get(number) ?? [])
}

/** Erases what this list has taken out of the database, whoever did so. */
async function eraseBegun(
  tools: DisposalTools,
  { id, certificateSha256 }: KeptList,
): Promise<ReadonlyMap<string, Standing>> {
  const { pool } = tools.catalogue
  const erased = new Map<string, Standing>()
  const begun = await disposedBy(pool, id)
  // Looked at last: what another process begins in between is not among those begun.
  const unwritten = await numbersWaiting(pool, 'disposed_record')
  for (const disposed of begun) {
    const { number } = disposed.item
    // What was proved to be gone is looked for again only when somebody asks for a closed list.
    if (disposed.outcome !== undefined && certificateSha256 === undefined) {
      erased.set(number, { number, state: 'destroyed' })
      continue
    }
    const outcome = unwritten.has(number) ? { reason: '台账尚未写入' } : await eraseRecord(tools, disposed)
    if (!('reason' in outcome)) await insertOutcome(pool, number, outcome)
    erased.set(number, 'reason' in outcome ? { number, state: 'waiting', ...outcome } : { number, state: 'destroyed' })
  }
  return erased
}

/** A list that is being carried out, or was. Throws `DISPOSAL_NOT_ORDERED`, `DISPOSAL_LIST_MISSING`. */
async function requireOrdered({ pool }: Catalogue, id: string): Promise<KeptList> {
  const list = await requireList(pool, id)
  if (list.order === undefined) throw new ArchiveError({ code: 'DISPOSAL_NOT_ORDERED', file: id })
  return list
}
