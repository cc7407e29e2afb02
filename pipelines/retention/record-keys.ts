import { dirname } from 'node:path'
import type { RecordObjects } from '#storage/catalogue/records.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/**
 * Keys of every object of a record: what lies in its folder of the store, renewed evidence included, and what the catalogue says
 * must lie there.
 */
export async function recordKeys(store: ObjectStore, objects: RecordObjects): Promise<string[]> {
  const { package: sealed, evidence, text } = objects
  const known = [sealed, evidence, ...(text === undefined ? [] : [text])].map(({ key }) => key)
  const found = await Array.fromAsync(store.list(`${dirname(sealed.key)}/`))
  return [...new Set([...known, ...found])]
}
