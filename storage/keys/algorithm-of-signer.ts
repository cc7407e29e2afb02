import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { signatureAlgorithmOf } from '#archive-schema/evidence/signature-algorithm.ts'
import type { SignatureAlgorithm } from '#archive-schema/evidence/signature-profiles.ts'
import { signerUnfit } from './signer-unfit.ts'

/** The algorithm of a signer by its own certificate, the first. Throws `SIGNER_UNFIT` for a key that may not sign packages. */
export function algorithmOfSigner([own]: readonly Certificate[]): SignatureAlgorithm {
  const algorithm = own === undefined ? undefined : signatureAlgorithmOf(own.publicKey)
  if (algorithm === undefined) throw signerUnfit('the certificate is of a key that may not sign packages')
  return algorithm
}
