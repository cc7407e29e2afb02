import { existing } from './lock-rules.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'

/**
 * Locks what was just stored at least as long as another object is, and holds it if that is held. Asked only once it is there: who
 * lengthens locks or lays a hold from then on finds it. Throws `STORE_OBJECT_MISSING` where the other is not there.
 */
export async function followProtection(
  store: ObjectStore,
  stored: StoredObject,
  other: { readonly store: ObjectStore; readonly key: string },
): Promise<StoredObject> {
  if (await other.store.isHeld(other.key)) await store.setHold(stored.key, true)
  const { retainUntil } = existing(other.key, await other.store.stat(other.key))
  return retainUntil > stored.retainUntil ? store.extendLock(stored.key, retainUntil) : stored
}
