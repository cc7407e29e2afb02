import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatKeyEvent, type KeyEvent, type RevocationReason } from '#archive-schema/ledger/key-event.ts'
import { nextIndex } from '#storage/catalogue/ledger-entries.ts'
import { addSignerEnd } from '#storage/keys/signer-ends.ts'
import type { Archive } from '../open-archive.ts'

/**
 * 撤销签名证书: what a certificate seals does not count from the next index of the ledger on, whatever time it claims; what stands
 * before stays good. Nothing that it has sealed enters the ledger any more; every process takes it in at its next start, and seals
 * nothing with it then. Resolves to the event, whose text is locked in the store and an entry of the ledger. Throws `REQUEST_INVALID`
 * for a certificate that is none of this archive's signers, or is revoked already.
 */
export async function revokeSigner(
  { config, catalogue, signer, revokedSigners, ledger, now }: Archive,
  certificate: string,
  reason: RevocationReason,
): Promise<KeyEvent> {
  const keysFolder = join(config.dataDir, 'keys')
  const isKnown = signer.trust.signers.includes(certificate) && !(await revokedSigners.ends()).has(certificate)
  if (!isKnown) throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'certificate', found: certificate })
  // What is being archived at this moment is waited for: it stands before the revocation, or sees its text.
  const event = await catalogue.transact(async (transaction): Promise<KeyEvent> => {
    const revocation = { act: 'revoke', certificate, from: await nextIndex(transaction), at: now(), reason } as const
    await ledger.enterWithin(transaction, { type: 'key', text: formatKeyEvent(revocation), at: revocation.at })
    return revocation
  })
  await addSignerEnd(keysFolder, certificate, event.from)
  await ledger.publish()
  return event
}
