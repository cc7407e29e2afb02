import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** How an object should be protected; without `isHeld`, holds stay as they are. */
export type Protection = { readonly until: Date; readonly isHeld?: boolean }

/**
 * 续锁: sees to it that an object is locked until `until` at least, and held or not, and reads both back. A longer lock stays.
 * Resolves to the end of the lock as read back. Throws `LOCK_NOT_KEPT`, and what the store throws.
 */
export async function protectObject(store: ObjectStore, key: string, { until, isHeld }: Protection): Promise<Date> {
  const seen = await attempt(() => lockOf(store, key))
  if ('refusal' in seen) {
    // A double or a delete marker is an alarm; the bytes are locked and held all the same.
    await attempt(() => store.extendLock(key, until))
    if (isHeld !== undefined) await store.setHold(key, isHeld)
    throw seen.refusal
  }
  const present = seen.value
  if (present < until) await store.extendLock(key, until)
  if (isHeld !== undefined && (await store.isHeld(key)) !== isHeld) await store.setHold(key, isHeld)
  const kept = present < until ? await lockOf(store, key) : present
  if (kept >= until) return kept
  const [expected, found] = [until.toISOString(), kept.toISOString()]
  throw new ArchiveError({ code: 'LOCK_NOT_KEPT', file: key, expected, found })
}

async function lockOf(store: ObjectStore, key: string): Promise<Date> {
  const stored = await store.stat(key)
  if (stored === undefined) throw new ArchiveError({ code: 'STORE_OBJECT_MISSING', file: key })
  return stored.retainUntil
}
