import { join } from 'node:path'
import { parseTrust, type Trust } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from '../verifier/exported-folder.ts'
import { type VerificationReport, verifyRecord } from '../verifier/verify-record.ts'

/**
 * 验证: verifies an exported folder, by the clock of whoever verifies. Without a trust folder of one's own, the one in the export is used: then the report says
 * only that the export agrees with itself.
 */
export async function verifyExported(folder: string, trustFolder: string | undefined): Promise<VerificationReport> {
  const trust = await readTrust(trustFolder ?? join(folder, 'trust'))
  return verifyRecord(await readExportedFolder(folder), trust, new Date())
}

/** Whom a trust folder tells to believe. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export async function readTrust(folder: string): Promise<Trust> {
  return parseTrust(await readTrustFolder(folder))
}
