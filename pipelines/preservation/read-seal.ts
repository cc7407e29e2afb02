import { collect } from '#archive-schema/content-reader.ts'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { entryOf, type LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** The entry of a record's statement, as it rests in the store and not as it was sent there. */
export async function readSeal(store: ObjectStore, evidenceKey: string): Promise<LedgerEntry> {
  return sealOf(await readEvidence(store, evidenceKey))
}

/** The evidence of a record as it rests in the store. */
export async function readEvidence(store: ObjectStore, evidenceKey: string): Promise<Evidence> {
  return readEvidenceObject(await collect(store.read(evidenceKey)))
}

/** The entry of the statement in an evidence. */
export function sealOf({ statement }: Evidence): LedgerEntry {
  return entryOf('seal', statement)
}
