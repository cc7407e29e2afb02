import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { compareJournal } from '#storage/journal/compare-journal.ts'
import { JournalObjects } from '#storage/journal/journal-objects.ts'
import { ListedPlaces } from '#storage/objects/listed-places.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { RepairedStore } from '#storage/objects/repaired-store.ts'
import type { Config } from './config.ts'
import type { Log } from './logging.ts'
import type { KeptStores } from './open-stores.ts'

/** 台账 as it lies in a store. */
export function journalIn(store: ObjectStore, { dataDir, retention }: Config, now: () => Date): JournalObjects {
  return new JournalObjects(store, join(dataDir, 'journal'), now, retention.locks)
}

/** 台账 as a rebuild reads it: where it was written in the first store, then where a repair may have put it, then in the second store. */
export function journalSources({ second }: KeptStores, store: ObjectStore, config: Config, now: () => Date) {
  const journal = (each: ObjectStore) => journalIn(each, config, now)
  const repaired = (bare: ObjectStore) => journal(new RepairedStore(bare, new ListedPlaces(bare)))
  const inFirst = repaired(store)
  let inSecond: JournalObjects | undefined
  const ofSecond = second && [
    async () => journal(await second.openBare()),
    // Kept, for it remembers where repairs lie: to find them reads a whole list.
    async () => (inSecond ??= repaired(await second.openBare())),
  ]
  return { objects: journal(store), elsewhere: [async () => inFirst, ...(ofSecond ?? [])] }
}

/**
 * Opens the journal of an archive. A store that has lost its newest segment is told and stops nothing: audits and repairs must go on.
 * Throws `JOURNAL_AHEAD` for a database that is behind the store.
 */
export async function openJournal(parts: {
  readonly config: Config
  readonly log: Log
  readonly store: ObjectStore
  readonly runner: SqlRunner
  readonly now: () => Date
}): Promise<JournalObjects> {
  const { config, log, store, runner, now } = parts
  const journal = journalIn(store, config, now)
  const { lost: segment } = await compareJournal(runner, journal)
  if (segment !== undefined) {
    const err = new ArchiveError({ code: 'JOURNAL_BEHIND' })
    log.error({ event: 'journal.lost', segment, err }, 'the store has lost the newest segment of the journal')
  }
  return journal
}
