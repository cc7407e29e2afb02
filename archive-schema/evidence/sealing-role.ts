import { writePublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import { demandOfSignature } from './demand.ts'
import { oids } from './oids.ts'
import type { Certificate } from './read-certificate.ts'

const others: readonly string[] = [oids.timeStamping, oids.ocspSigning]

/**
 * 职责分离 (one key, one role): a certificate made for time stamps or for answers about others seals nothing, pinned or not, nor does
 * one of the ledger's key `ledgerPem`. Throws `SIGNATURE_INVALID`.
 */
export function demandSealingRole({ name, purposes, publicKey }: Certificate, ledgerPem?: string): void {
  const isForAnother = purposes?.oids.some((purpose) => others.includes(purpose)) === true
  demandOfSignature(!isForAnother, `the certificate of ${name} is for time stamps or answers of OCSP, not for sealing`)
  const isOfLedger = writePublicPem(publicKey.export({ type: 'spki', format: 'der' })) === ledgerPem
  demandOfSignature(!isOfLedger, `the certificate of ${name} is of the key that signs checkpoints`)
}
