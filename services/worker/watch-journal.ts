import { journalStatus } from '../access/journal-status.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

const lookEveryMs = 60_000

/** What the watch works with. */
export type JournalWatchTools = Pick<Archive, 'catalogue' | 'config'> & { readonly log: Pick<Archive['log'], 'error'> }

/** 台账巡查: looks every minute whether the journal is written, apart from who writes it: that may hang. */
export function watchJournal(archive: JournalWatchTools, onError: (error: unknown) => void): Repeated {
  return untilStopped(lookEveryMs, () => warnOfJournal(archive), onError)
}

/** An error in the log while the journal is behind for too long. */
export async function warnOfJournal({ log, ...archive }: JournalWatchTools): Promise<void> {
  const status = await journalStatus(archive)
  if (status.alarm) log.error({ event: 'journal.alarm', ...status }, 'changes are not written into the journal')
}
