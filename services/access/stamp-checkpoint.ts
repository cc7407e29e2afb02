import type { StampFault } from '#storage/ledger/checkpoint-stamps.ts'
import type { Archive } from '../open-archive.ts'

/** So long (milliseconds) an authority may fail before it is an alarm. */
const alarmAfterMs = 3_600_000

/**
 * Has the newest checkpoint stamped. Authorities that give no token are told in the log, after an hour as an error; the
 * checkpoint waits. Resolves to them.
 */
export async function stampCheckpoint({
  stamps,
  log,
  now,
}: Pick<Archive, 'stamps' | 'log' | 'now'>): Promise<StampFault[]> {
  const faults = await stamps.stamp()
  for (const { authority, since, error } of faults) {
    const told = { event: 'time-stamp.fault', authority, since: since.toISOString(), err: error }
    if (now().getTime() - since.getTime() < alarmAfterMs) log.warn(told, 'a checkpoint waits for its time stamp')
    else log.error(told, 'checkpoints have waited for a time stamp for more than an hour')
  }
  return faults
}
