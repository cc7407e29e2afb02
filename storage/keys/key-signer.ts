import { type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { signatureAlgorithmOf } from '#archive-schema/evidence/verify-cms.ts'
import { signerUnfit } from './signer-unfit.ts'

const signAsync = promisify(sign)

/** A signer whose private key lies in this process. Throws `SIGNER_UNFIT` for a key that packages are not signed with. */
export function keySigner(privateKey: KeyObject, certificates: readonly Uint8Array[]): Signer {
  return { ...keySigning(privateKey), certificates }
}

/** The same for an authority that signs certificates. */
export function keySigning(privateKey: KeyObject): CertificateSigning {
  const algorithm = signatureAlgorithmOf(privateKey)
  if (algorithm === undefined) {
    throw signerUnfit('the key is neither P-256 nor RSA with 2048 to 8192 bits')
  }
  return { algorithm, sign: (tbs) => signAsync('sha256', tbs, privateKey) }
}
