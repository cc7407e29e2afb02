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
