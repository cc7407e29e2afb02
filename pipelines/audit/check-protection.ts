import { attempt } from '#archive-schema/attempt.ts'
import type { ObjectFault } from '#archive-schema/copies/object-fault.ts'
import { holdMarkOf } from '#storage/catalogue/retention.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { ObjectStore, StoredObject } from '#storage/objects/object-store.ts'
import { type ExpectedObject, faultOf } from './expected-object.ts'

/** 锁定、保全核查: whether an object is locked as long as it must be, and carries the legal hold of its record, and none else. */
export async function protectionFaults(
  runner: SqlRunner,
  store: ObjectStore,
  expected: ExpectedObject,
  stored: StoredObject,
): Promise<ObjectFault[]> {
  return [...lockFaults(expected, stored.retainUntil), ...(await holdFaults(runner, store, expected, stored.key))]
}

function lockFaults(expected: ExpectedObject, end: Date): ObjectFault[] {
  const { lockedUntil } = expected
  if (lockedUntil === undefined || end >= lockedUntil) return []
  return [faultOf(expected, 'unlocked', `≥ ${lockedUntil.toISOString()}`, end.toISOString())]
}

/** A hold that was laid or lifted since the batch was drawn up is asked for again; one that is just being marked is not judged. */
async function holdFaults(
  runner: SqlRunner,
  store: ObjectStore,
  expected: ExpectedObject,
  place: string,
): Promise<ObjectFault[]> {
  const { hold } = expected
  if (hold?.isDue === undefined) return []
  const seen = await attempt(() => store.isHeld(place))
  if ('refusal' in seen) return [faultOf(expected, 'unreadable', 'legal hold', seen.refusal.message)]
  if (seen.value === hold.isDue) return []
  const isDue = await holdMarkOf(runner, hold.number)
  if (isDue === undefined || isDue === seen.value) return []
  return [faultOf(expected, isDue ? 'unheld' : 'held', holdText(isDue), holdText(seen.value))]
}

function holdText(isHeld: boolean): string {
  return `legal hold ${isHeld ? 'ON' : 'OFF'}`
}
