import { setCopyLock } from '#storage/catalogue/object-copies.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/**
 * 锁定续期 of a copy: lengthens its lock to `until`, for whoever renews the lock of the original, and enters it. Nothing happens where
 * there is no copy yet (it takes the lock of the original when it is made) or where it is locked for longer already.
 * Throws `STORE_UNAVAILABLE`.
 */
export async function extendCopyLock(
  tools: { readonly runner: SqlRunner; readonly second: ObjectStore },
  key: string,
  until: Date,
): Promise<void> {
  const copy = await tools.second.stat(key)
  if (copy === undefined || copy.retainUntil >= until) return
  const { retainUntil } = await tools.second.extendLock(key, until)
  await setCopyLock(tools.runner, 'second', key, retainUntil)
}
