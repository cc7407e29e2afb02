import { evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openPackage, type PackageContent } from '#storage/packages/package-reader.ts'
import type { Archive } from '../open-archive.ts'
import type { RecordUnderTest } from '../verifier/record-under-test.ts'
import { type VerificationReport, verifyRecord } from '../verifier/verify-record.ts'
import { collect, objectReader } from './read-content.ts'

/** 验证: verifies a stored record from its bytes in the store, with the verifier that strangers use. */
export async function verifyStored(archive: Archive, record: PreservedRecord): Promise<VerificationReport> {
  const { content, evidence } = await openStored(archive, record)
  return verifyRecord({ ...recordOf(content), evidence }, archive.signer.trust)
}

/** A package that was not unpacked, as a verifier finds it: its entries are read where they lie. */
export function recordOf({ root, entries }: PackageContent): Omit<RecordUnderTest, 'evidence'> {
  return {
    roots: [root],
    files: entries.map(({ path, reader }) => ({ path, content: reader })),
    folders: [],
    irregular: [],
  }
}

/** The stored package and the evidence files of a record, ready to be read. */
export async function openStored(
  { store }: Pick<Archive, 'store'>,
  { objects }: PreservedRecord,
): Promise<{ readonly content: PackageContent; readonly evidence: ReadonlyMap<string, Uint8Array> }> {
  const content = await openPackage(objectReader(store, objects.package.key, objects.package.bytes))
  const evidence = readEvidenceObject(await collect(store.read(objects.evidence.key)))
  return { content, evidence: evidenceFiles(evidence) }
}
