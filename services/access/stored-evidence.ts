import { collect } from '#archive-schema/content-reader.ts'
import { evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'

/** The evidence files of a record as they rest in the store. Throws `STORE_OBJECT_MISSING`, `EVIDENCE_INVALID`. */
export async function readStoredEvidence(
  { store }: Pick<Archive, 'store'>,
  { objects }: PreservedRecord,
): Promise<ReadonlyMap<string, Uint8Array>> {
  return evidenceFiles(readEvidenceObject(await collect(store.read(objects.evidence.key))))
}
