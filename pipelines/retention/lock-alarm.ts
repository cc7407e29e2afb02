import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { dropLockFault, keepLockFault, type LockFault } from '#storage/catalogue/lock-renewals.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/**
 * Does `work` on the lock of an object. A refusal becomes an alarm 锁定告警 that stands in the catalogue until the same work succeeds;
 * resolves to it, or to what `work` resolved to.
 */
export async function orAlarm<T>(
  runner: SqlRunner,
  object: Pick<LockFault, 'key' | 'number'>,
  now: Date,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly fault: LockFault }> {
  try {
    const value = await work()
    await dropLockFault(runner, object.key)
    return { value }
  } catch (error) {
    const fault = { ...object, ...described(error) }
    await keepLockFault(runner, fault, now)
    return { fault }
  }
}

function described(error: unknown): Pick<LockFault, 'code' | 'found'> {
  const code = error instanceof ArchiveError ? error.code : 'INTERNAL_FAILURE'
  return { code, found: messageOf(error) }
}
