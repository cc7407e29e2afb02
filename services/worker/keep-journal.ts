import { writeJournal } from '#storage/journal/journal.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

/** 写台账: every so often writes what has changed in the database into the journal in the store, and once more when it is stopped. */
export function keepJournal(archive: Archive, onError: (error: unknown) => void): Repeated {
  const { catalogue, config, journal: objects } = archive
  const write = () => writeJournal({ catalogue, objects })
  const repeated = untilStopped(config.journal.seconds * 1_000, write, onError)
  return {
    async stop() {
      await repeated.stop()
      await write().catch(onError)
    },
  }
}
