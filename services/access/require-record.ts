import { ArchiveError } from '#archive-schema/archive-error.ts'
import { describeCorrections, readTypedNumber } from '#archive-schema/typed-number.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { refuseDisposed } from '#storage/catalogue/disposed-records.ts'
import { type DocumentEntry, findDocument } from '#storage/catalogue/documents.ts'
import { findRecord, type PreservedRecord } from '#storage/catalogue/records.ts'

/**
 * A preserved record by 电子文件号 or 档号 as typed: look-alikes of its characters find it too. Throws `RECORD_DISPOSED` of one that was
 * destroyed, `RECORD_NOT_FOUND` with the characters that are wrong in any case.
 */
export async function requireRecord(catalogue: Catalogue, typed: string): Promise<PreservedRecord> {
  const { number, corrections } = readTypedNumber(typed)
  const record = await findRecord(catalogue.pool, number)
  if (record !== undefined) return record
  await refuseDisposed(catalogue.pool, number)
  const found = corrections.length === 0 ? typed : `${typed}（${describeCorrections(corrections)}）`
  throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found })
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
