import { dirname } from 'node:path'
import { objectNames, type RecordObjects } from '#storage/catalogue/records.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/**
 * Keys of every object of a record: what lies in its folder of the store, renewed evidence and the journal of the record included, and what the catalogue says
 * must lie there.
 */
export async function recordKeys(store: ObjectStore, objects: RecordObjects): Promise<string[]> {
  const known = objectNames(objects).flatMap((name) => objects[name]?.key ?? [])
  const found = await Array.fromAsync(store.list(`${dirname(objects.package.key)}/`))
  return [...new Set([...known, ...found])]
}
