import { writeJournal } from '#storage/journal/journal.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

/** 写台账: every so often writes what has changed in the database into the journal in the store. */
export function keepJournal(archive: Archive, onError: (error: unknown) => void): Repeated {
  const { catalogue, config, journal: objects } = archive
  return untilStopped(config.journal.seconds * 1_000, () => writeJournal({ catalogue, objects }), onError)
}
