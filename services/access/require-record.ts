import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { type DocumentEntry, findDocument } from '#storage/catalogue/documents.ts'
import { findRecord, type PreservedRecord } from '#storage/catalogue/records.ts'

/** A preserved record by 电子文件号 or 档号. Throws `RECORD_NOT_FOUND`. */
export async function requireRecord(catalogue: Catalogue, number: string): Promise<PreservedRecord> {
  const record = await findRecord(catalogue.pool, number)
  if (record === undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: number })
  return record
}

/** A document of a record by its number in the record. Throws `DOCUMENT_NOT_FOUND`. */
export async function requireDocument(
  catalogue: Catalogue,
  record: PreservedRecord,
  document: number,
): Promise<DocumentEntry> {
  const entry = Number.isInteger(document) ? await findDocument(catalogue.pool, record.number, document) : undefined
  if (entry === undefined)
    throw new ArchiveError({ code: 'DOCUMENT_NOT_FOUND', file: record.number, found: `${document}` })
  return entry
}
