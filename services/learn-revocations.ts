import { addSignerEnd } from '#storage/keys/signer-ends.ts'
import type { RevokedSigners } from '#storage/ledger/revoked-signers.ts'

/**
 * Enters into a keys folder what the texts of the ledger say of revoked certificates: one may have been revoked on another machine,
 * or the folder be a backup. Throws `EVIDENCE_INVALID` for a text that is no key event.
 */
export async function learnRevocations(keysFolder: string, revoked: RevokedSigners): Promise<void> {
  for (const [certificate, from] of await revoked.ends()) await addSignerEnd(keysFolder, certificate, from)
}
