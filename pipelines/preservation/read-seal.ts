import { collect } from '#archive-schema/content-reader.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { entryOf, type LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** The entry of a record's statement, as it rests in the store and not as it was sent there. */
export async function readSeal(store: ObjectStore, evidenceKey: string): Promise<LedgerEntry> {
  const { statement } = readEvidenceObject(await collect(store.read(evidenceKey)))
  return entryOf('seal', statement)
}
