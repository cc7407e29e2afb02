import { renewalHorizon } from '#archive-schema/retention/lock-policy.ts'
import { firstRenewal, holdsToMark, type LockFault, lockFaults, renewalsDue } from '#storage/catalogue/lock-renewals.ts'
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
  for (let page = await holdsToMark(pool, ''); page.length > 0; page = await holdsToMark(pool, page.at(-1) ?? '')) {
    for (const number of page) await protectUnlessRetried(tools, round, number)
    if (round.signal.aborted) return
  }
}

async function renewRecords(tools: LockTools, round: Round): Promise<void> {
  const { catalogue, retention, now } = tools
  const { latest } = retention.locks
  const pageAfter = (after: typeof firstRenewal) =>
    renewalsDue(catalogue.pool, { horizon: renewalHorizon(now(), retention.locks), latest, after })
  for (let page = await pageAfter(firstRenewal); page.length > 0; page = await pageAfter(page.at(-1) ?? firstRenewal)) {
    for (const { number } of page) await protectUnlessRetried(tools, round, number)
    if (round.signal.aborted) return
  }
}

async function protectUnlessRetried(tools: LockTools, round: Round, number: string): Promise<void> {
  if (round.signal.aborted || round.retried.has(number)) return
  round.add(await protectRecord(tools, number))
}
