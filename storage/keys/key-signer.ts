import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'
import { signatureAlgorithmOf } from '#archive-schema/evidence/signature-algorithm.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { sm2NumberOf } from '#archive-schema/signatures/sm2-key.ts'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'
import { signerUnfit } from './signer-unfit.ts'

const signAsync = promisify(sign)

/** A signer whose private key lies in this process. Throws `SIGNER_UNFIT` for a key that packages are not signed with. */
export function keySigner(privateKey: KeyObject, certificates: readonly Uint8Array[]): Signer {
  return { ...keySigning(privateKey), certificates }
}

/** The same for an authority that signs certificates, or somebody who asks for one. */
export function keySigning(privateKey: KeyObject): CertificateSigning {
  const algorithm = signatureAlgorithmOf(createPublicKey(privateKey))
  if (algorithm === undefined) {
    throw signerUnfit('the key is neither P-256 nor RSA with 2048 to 8192 bits nor SM2')
  }
  if (algorithm !== 'sm2-sm3') return { algorithm, sign: (tbs) => signAsync('sha256', tbs, privateKey) }
  // What node itself signs with an SM2 key is no SM2 signature, or one under an empty identity.
  const key = new Sm2SigningKey(sm2NumberOf(privateKey) ?? Buffer.of())
  return { algorithm, sign: async (tbs) => key.sign(tbs) }
}
