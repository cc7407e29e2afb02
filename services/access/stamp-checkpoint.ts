import type { StampFault } from '#storage/ledger/checkpoint-stamps.ts'
import type { Archive } from '../open-archive.ts'

/** So long (milliseconds) an authority may fail before it is an alarm. */
const alarmAfterMs = 3_600_000

/** So long before an authority ends its tokens are to be renewed: 180 days. */
const renewBeforeMs = 180 * 86_400_000

/** Whether time stamps are to be renewed: whether the first authority ends within 180 days. */
export function isRenewalDue(endsAt: Date, now: Date): boolean {
  return endsAt.getTime() - now.getTime() < renewBeforeMs
}

/** 续期提醒: an error in the log while time stamps are to be renewed. */
export async function alarmRenewal({ stamps, log, now }: Pick<Archive, 'stamps' | 'log' | 'now'>): Promise<void> {
  const state = await stamps.state()
  if (state === undefined || !isRenewalDue(state.endsAt, now())) return
  const told = { event: 'time-stamp.renewal-due', endsAt: state.endsAt.toISOString() }
  log.error(told, 'time stamps are to be renewed: see "ledger renew"')
}

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
