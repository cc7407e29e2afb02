/** The last end of a lock that is ever set: some servers keep dates in 32 bits, and wrap one after February 2106 into the past. */
export const latestSafeLock = new Date('2105-12-31T00:00:00+08:00')

const dayMs = 86_400_000

/** 滚动锁定: how far locks reach, and when they are lengthened. Nobody can shorten a lock, so it is never set for longer than needed. */
export type LockPolicy = {
  /** The longest lock that is set at once. */
  readonly windowDays: number
  /** A lock that ends within so many days is lengthened; fewer than the window has. */
  readonly renewDays: number
  /** The store keeps no later date truly; at most `latestSafeLock`. */
  readonly latest: Date
}

/** Ten years at once, lengthened a year before they end. */
export const defaultLockPolicy: LockPolicy = { windowDays: 3653, renewDays: 365, latest: latestSafeLock }

/** What decides how long an object must be locked. */
export type LockDemand = {
  /** 保管期限届满; absent: 永久. */
  readonly endsAt: Date | undefined
  /** 保全: a legal hold stands on it. */
  readonly isHeld: boolean
}

/**
 * 保管锁定到期时刻: until when an object should be locked at `now`: to the end of its term, within the window. A hold keeps it locked
 * beyond the term for twice the time of renewal, so that its release does not bind the record for a whole window.
 */
export function lockTarget({ endsAt, isHeld }: LockDemand, now: Date, policy: LockPolicy): Date {
  const { windowDays, renewDays, latest } = policy
  const reach = earliest(after(now, windowDays), latest)
  const ofTerm = endsAt === undefined ? reach : earliest(endsAt, reach)
  const ofHold = earliest(after(now, 2 * renewDays), reach)
  return isHeld && ofHold > ofTerm ? ofHold : ofTerm
}

/** The same of what is kept for ever beside the records, ledger and journal: the window, again and again. */
export function permanentLock(now: Date, policy: LockPolicy): Date {
  return lockTarget({ endsAt: undefined, isHeld: false }, now, policy)
}

/**
 * 最早到期: until when that is locked at `now` at least while renewal is at work, which looks after every quarter of its time for what ends
 * within that time; a quarter more is leeway.
 */
export function leastPermanentLock(now: Date, policy: LockPolicy): Date {
  return earliest(after(now, policy.renewDays / 2), policy.latest)
}

/** The instant before which a lock that ends is near enough its end to be lengthened. */
export function renewalHorizon(now: Date, { renewDays }: LockPolicy): Date {
  return after(now, renewDays)
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

function earliest(...instants: readonly Date[]): Date {
  return new Date(Math.min(...instants.map((instant) => instant.getTime())))
}
