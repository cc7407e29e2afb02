import type { KeptRecord } from '#storage/catalogue/kept-objects.ts'
import type { ObjectCopy } from '#storage/catalogue/object-copies.ts'
import { objectNames } from '#storage/catalogue/records.ts'
import type { ExpectedObject, Registered } from './expected-object.ts'

/**
 * The objects of a record as they ought to rest in the first store: by what 入库 decided, by what the catalogue says, and locked as
 * long as locks were lengthened since.
 */
export function expectedOf(record: KeptRecord): ExpectedObject[] {
  const { number, objects, preservation } = record
  const hold = { number, isDue: record.isHeld }
  const lockedUntil = record.lockedUntil ?? new Date((preservation ?? objects).lockedUntil)
  return objectNames({ ...objects, ...preservation }).flatMap((name) => {
    const object = preservation?.[name] ?? objects[name]
    if (object === undefined) return []
    const registered = [
      ...registeredAt('入库结果', preservation?.[name]),
      ...registeredAt('档案目录（存储对象）', objects[name]),
      ...(name === 'package'
        ? registeredAt('档案目录（信息包）', { sha256: record.packageSha256, bytes: record.packageBytes })
        : []),
    ]
    const [first, ...others] = registered
    if (first === undefined) return []
    const { key, version } = object
    const isEvidence = name === 'evidence'
    return [{ key, number, version, lockedUntil, hold, registered: [first, ...others], isEvidence }]
  })
}

/** An object as it ought to rest in the second store: the same bytes, in the version that was entered there. */
export function expectedCopy(expected: ExpectedObject, copy: ObjectCopy): ExpectedObject {
  const { version, sha256, bytes, lockedUntil } = copy
  const [first, ...others] = expected.registered
  return { ...expected, version, lockedUntil, registered: [first, ...others, { place: '副本登记', sha256, bytes }] }
}

function registeredAt(
  place: string,
  fixity: { readonly sha256: string; readonly bytes: number } | undefined,
): Registered[] {
  return fixity === undefined ? [] : [{ place, sha256: fixity.sha256, bytes: fixity.bytes }]
}
