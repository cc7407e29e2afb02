import { type Evidence, evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openPackage, type PackageContent } from '#storage/packages/package-reader.ts'
import type { Archive } from '../open-archive.ts'
import { type VerificationReport, verifyRecord } from '../verifier/verify-record.ts'
import { collect, objectReader } from './read-content.ts'

/** 验证: verifies a stored record from its bytes in the store, with the verifier that strangers use. */
export async function verifyStored(archive: Archive, record: PreservedRecord): Promise<VerificationReport> {
  const { content, evidence } = await openStored(archive, record)
  return verifyPackage(content, evidence, archive)
}

/** Verifies a package that was not unpacked: its entries are read where they lie. */
export function verifyPackage(
  { root, entries }: PackageContent,
  evidence: Evidence,
  { signer }: Pick<Archive, 'signer'>,
): Promise<VerificationReport> {
  const files = entries.map(({ path, reader }) => ({ path, content: reader }))
  const record = { roots: [root], files, folders: [], irregular: [], evidence: evidenceFiles(evidence) }
  return verifyRecord(record, signer.trust)
}

/** The stored package and evidence of a record, ready to be read. */
export async function openStored(
  { store }: Pick<Archive, 'store'>,
  { objects }: PreservedRecord,
): Promise<{ readonly content: PackageContent; readonly evidence: Evidence }> {
  const content = await openPackage(objectReader(store, objects.package.key, objects.package.bytes))
  return { content, evidence: readEvidenceObject(await collect(store.read(objects.evidence.key))) }
}
