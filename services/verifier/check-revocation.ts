import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import type { VerifiedSignature } from '#archive-schema/evidence/verify-cms.ts'

/**
 * 撤销自账本位置起生效: a signature of a revoked certificate counts only if the ledger proves that what is signed stood there before the
 * index at which the certificate was revoked, whatever time the signer claims. Throws `SIGNATURE_INVALID`.
 */
export function demandNotRevoked(
  { certificate, signer }: VerifiedSignature,
  { signerEnds }: Trust,
  index: number | undefined,
): void {
  const end = signerEnds?.get(certificate)
  if (end === undefined) return
  demandOfSignature(
    index !== undefined,
    `the certificate of ${signer} is revoked, and no index proves that it was not then`,
  )
  demandOfSignature(index < end, `the certificate of ${signer} was revoked at entry ${end}, this is entry ${index}`)
}
