import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatKeyEvent, type KeyEvent, type RevocationReason } from '#archive-schema/ledger/key-event.ts'
import { addSignerEnd, readSignerEnds } from '#storage/keys/signer-ends.ts'
import type { Archive } from '../open-archive.ts'

/**
 * 撤销签名证书: what a certificate seals does not count from the next index of the ledger on, whatever time it claims; what stands
 * before stays good. Every process takes it in at its next start, and seals nothing with the certificate then. Resolves to
 * the event, whose text is locked in the store and an entry of the ledger. Throws `REQUEST_INVALID` for a certificate that is none of
 * this archive's signers, or is revoked already.
 */
export async function revokeSigner(
  { config, signer, ledger, now }: Archive,
  certificate: string,
  reason: RevocationReason,
): Promise<KeyEvent> {
  const keysFolder = join(config.dataDir, 'keys')
  const isKnown = signer.trust.signers.includes(certificate) && !(await readSignerEnds(keysFolder)).has(certificate)
  if (!isKnown) throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'certificate', found: certificate })
  await ledger.publish()
  const { committed, waiting } = await ledger.counts()
  const from = committed + waiting
  const event: KeyEvent = { act: 'revoke', certificate, from, at: now(), reason }
  await ledger.enter('key', formatKeyEvent(event))
  await addSignerEnd(keysFolder, certificate, from)
  await ledger.publish()
  return event
}
