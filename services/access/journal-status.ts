import { type OutboxLag, outboxLag } from '#storage/journal/journal-outbox.ts'
import type { Archive } from '../open-archive.ts'

/** Where the journal stands: changes that wait to be written, for how long the oldest, and whether that is too long. */
export type JournalStatus = OutboxLag & { readonly alarm: boolean }

/** So many rounds in which a change was not written are an alarm; a change waits for one, and for transactions older than its own. */
const alarmRounds = 12
/** A transaction may be at work for so long. */
const leastAlarmSeconds = 60

/** 台账滞后: how far the journal in the store is behind the database. */
export async function journalStatus({
  catalogue,
  config,
}: Pick<Archive, 'catalogue' | 'config'>): Promise<JournalStatus> {
  const lag = await outboxLag(catalogue.pool)
  const longest = Math.max(alarmRounds * config.journal.seconds, leastAlarmSeconds)
  return { ...lag, alarm: lag.lagSeconds > longest }
}
