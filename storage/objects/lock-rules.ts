import { ArchiveError } from '#archive-schema/archive-error.ts'

/** Locks count whole seconds: some stores keep no finer time. Rounded up, so that no lock ends early. */
export function toLockEnd(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / 1000) * 1000)
}

/** A lock only grows. Throws `STORE_LOCK_SHORTENED` if `end` is before the `present` end. */
export function refuseShortening(key: string, present: Date, end: Date): void {
  if (end >= present) return
  const [expected, found] = [present.toISOString(), end.toISOString()]
  throw new ArchiveError({ code: 'STORE_LOCK_SHORTENED', file: key, expected, found })
}

/** Whoever asks, and by our own clock. Throws `STORE_OBJECT_LOCKED` if the lock has not ended at `now`. */
export function refuseWhileLocked(key: string, end: Date, now: Date): void {
  if (now < end) throw new ArchiveError({ code: 'STORE_OBJECT_LOCKED', file: key, expected: end.toISOString() })
}

/** Throws `STORE_OBJECT_HELD` if a legal hold lies on the object. */
export function refuseWhileHeld(key: string, isHeld: boolean): void {
  if (isHeld) throw new ArchiveError({ code: 'STORE_OBJECT_HELD', file: key })
}

/** What the store has under `key`. Throws `STORE_OBJECT_MISSING` if that is nothing. */
export function existing<T>(key: string, found: T | undefined): T {
  if (found === undefined) throw new ArchiveError({ code: 'STORE_OBJECT_MISSING', file: key })
  return found
}
