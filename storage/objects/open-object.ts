import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type ContentReader, collect } from '#archive-schema/content-reader.ts'
import type { ObjectStore } from './object-store.ts'

/** Random access to an object of the store, as long as it now is. Throws `STORE_OBJECT_MISSING`. */
export async function openObject(store: ObjectStore, key: string): Promise<ContentReader> {
  const stored = await store.stat(key)
  if (stored === undefined) throw new ArchiveError({ code: 'STORE_OBJECT_MISSING', file: key })
  const { bytes } = stored
  return {
    bytes,
    read: (start, length) => collect(store.read(key, { start, end: Math.min(start + length, bytes) })),
    stream: (start = 0, end = bytes) => store.read(key, { start, end: Math.min(end, bytes) }),
  }
}
