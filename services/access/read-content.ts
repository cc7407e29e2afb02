import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type ContentReader, collect } from '#archive-schema/content-reader.ts'
import type { DocumentEntry } from '#storage/catalogue/documents.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { ByteRange, ObjectStore } from '#storage/objects/object-store.ts'

/** The sealed package of a record, or a part of it. */
export function readPackage(store: ObjectStore, record: PreservedRecord, range?: ByteRange): AsyncIterable<Uint8Array> {
  return store.read(record.objects.package.key, range)
}

/** One document, or a part of it, read straight out of the sealed package by range. */
export function readDocument(
  store: ObjectStore,
  record: PreservedRecord,
  { dataOffset, fixity }: DocumentEntry,
  range: ByteRange = { start: 0, end: fixity.bytes },
): AsyncIterable<Uint8Array> {
  const start = dataOffset + range.start
  return store.read(record.objects.package.key, { start, end: dataOffset + Math.min(range.end, fixity.bytes) })
}

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
