import { dirname, join } from 'node:path'
import { fileReader } from '#storage/content/file-reader.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import type { Archive } from '../open-archive.ts'
import { readExportedFolder } from '../verifier/exported-folder.ts'
import { type VerificationReport, verifyRecord } from '../verifier/verify-record.ts'
import { withProofs } from './ledger-proofs.ts'
import { requireRecord } from './require-record.ts'
import { readStoredEvidence } from './stored-evidence.ts'
import { readTrust } from './verify-exported.ts'
import { recordOf } from './verify-stored.ts'

/**
 * 验证: verifies a package in a ZIP file, as `fetch` writes it. Its evidence is the folder `evidence` beside it, or what this
 * archive holds of the record of that number. Throws `PACKAGE_INVALID`, `RECORD_NOT_FOUND`.
 */
export async function verifyFile(
  file: string,
  trustFolder: string | undefined,
  archive: Archive,
): Promise<VerificationReport> {
  const container = await fileReader(file)
  try {
    const content = await openPackage(container, file)
    const trust = trustFolder === undefined ? archive.signer.trust : await readTrust(trustFolder)
    const beside = join(dirname(file), 'evidence')
    const isBeside = (await statIfThere(beside)) !== undefined
    const { evidence } = isBeside ? await readExportedFolder(dirname(file)) : await heldEvidence(content.root, archive)
    return await verifyRecord({ ...recordOf(content), evidence }, trust, archive.now())
  } finally {
    await container.close()
  }
}

async function heldEvidence(number: string, archive: Archive) {
  const evidence = await readStoredEvidence(archive, await requireRecord(archive.catalogue, number))
  return { evidence: await withProofs(archive, evidence) }
}
