import { renewalHorizon } from '#archive-schema/retention/lock-policy.ts'
import {
  firstRenewal,
  holdsToMark,
  type LockFault,
  lockFaults,
  type RenewalPlace,
  renewalsDue,
} from '#storage/catalogue/lock-renewals.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { enterMissingRetention } from './enter-retention.ts'
import { orAlarm } from './lock-alarm.ts'
import { protectRecord } from './protect-record.ts'
import type { LockTools } from './retention-tools.ts'
import { Round } from './round.ts'
import { renewIfDue, sweepLocks } from './sweep-locks.ts'

/** What one round of renewal came to. */
export type Renewals = {
  /** Records and objects of ledger and journal whose locks were lengthened, or whose holds were marked. */
  readonly renewed: number
  readonly faults: readonly LockFault[]
}

/** So many alarms, the oldest, are tried again in one round. */
const mostRetried = 1000

/**
 * 滚动锁定: lengthens every lock that ends soon and whose object must be kept longer, and lays holds on objects or lifts them where
 * that was not finished. Each record is a transaction of its own: a round that is broken off leaves the rest for the next one.
 */
export async function renewLocks(
  tools: LockTools,
  signal: AbortSignal = new AbortController().signal,
): Promise<Renewals> {
  const round = new Round(signal)
  await enterMissingRetention(tools.catalogue)
  await retryAlarms(tools, round)
  await markHolds(tools, round)
  await renewRecords(tools, round)
  await sweepLocks(tools, round)
  return round
}

async function retryAlarms(tools: LockTools, round: Round): Promise<void> {
  const { catalogue, now } = tools
  for (const { key, number } of await lockFaults(catalogue.pool, mostRetried)) {
    if (round.signal.aborted) return
    if (number === undefined) {
      const done = await orAlarm(catalogue.pool, { key }, now(), () => renewIfDue(tools, key))
      round.add('fault' in done ? [done.fault] : [])
    } else {
      await protectUnlessRetried(tools, round, number)
      round.retried.add(number)
    }
  }
}

async function markHolds(tools: LockTools, round: Round): Promise<void> {
  const { pool } = tools.catalogue
  for await (const number of eachRow<string>((last = '') => holdsToMark(pool, last))) {
    if (round.signal.aborted) return
    await protectUnlessRetried(tools, round, number)
  }
}

async function renewRecords(tools: LockTools, round: Round): Promise<void> {
  const { catalogue, retention, now } = tools
  const { latest } = retention.locks
  const due = eachRow<RenewalPlace>((after = firstRenewal) =>
    renewalsDue(catalogue.pool, { horizon: renewalHorizon(now(), retention.locks), latest, after }),
  )
  for await (const { number } of due) {
    if (round.signal.aborted) return
    await protectUnlessRetried(tools, round, number)
  }
}

async function protectUnlessRetried(tools: LockTools, round: Round, number: string): Promise<void> {
  if (round.retried.has(number)) return
  round.add(await protectRecord(tools, number))
}
