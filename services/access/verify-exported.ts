import { join } from 'node:path'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from '../verifier/exported-folder.ts'
import { type VerificationReport, verifyRecord } from '../verifier/verify-record.ts'

/**
 * 验证: verifies an exported folder. Without a trust folder of one's own, the one in the export is used: then the report says
 * only that the export agrees with itself.
 */
export async function verifyExported(folder: string, trustFolder: string | undefined): Promise<VerificationReport> {
  const trust = parseTrust(await readTrustFolder(trustFolder ?? join(folder, 'trust')))
  return verifyRecord(await readExportedFolder(folder), trust)
}
