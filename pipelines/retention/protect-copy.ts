import { setCopyLock } from '#storage/catalogue/object-copies.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { type Protection, protectObject } from './protect-object.ts'
import type { LockTools } from './retention-tools.ts'

/**
 * 副本的锁定与保全: brings the copy of an object to the lock and the hold of its original. Where there is no copy yet nothing is done:
 * it takes both when it is made. Throws `LOCK_NOT_KEPT`, `STORE_UNAVAILABLE`.
 */
export async function protectCopy(
  runner: SqlRunner,
  { stores }: Pick<LockTools, 'stores'>,
  key: string,
  protection: Protection,
): Promise<void> {
  const second = await stores.second?.open()
  if (second === undefined || (await second.stat(key)) === undefined) return
  await setCopyLock(runner, 'second', key, await protectObject(second, key, protection))
}
