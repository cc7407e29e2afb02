import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Handle, PKCS11 } from 'pkcs11js'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { encodeSignaturePair } from '#archive-schema/signatures/signature-pair.ts'
import { algorithmOfSigner } from './algorithm-of-signer.ts'
import type { KeyReference } from './key-reference.ts'
import { openPkcs11Key } from './pkcs11-session.ts'
import { signerUnfit } from './signer-unfit.ts'

const maxSignatureBytes = 1024

/**
 * 硬件密码模块 by PKCS#11: the key of a token signs and never leaves it. RSA and P-256 have standard mechanisms; SM2 has
 * none, and is refused. `pin` opens the token. Throws `SIGNER_UNFIT`.
 */
export async function pkcs11Signing(
  reference: Extract<KeyReference, { scheme: 'pkcs11' }>,
  pin: string,
  certificates: readonly Certificate[],
): Promise<CertificateSigning> {
  const algorithm = algorithmOfSigner(certificates)
  if (algorithm === 'sm2-sm3') throw signerUnfit('PKCS#11 has no standard mechanism for SM2')
  const { library, session, privateKey, constants } = await openPkcs11Key(reference, pin)
  const run = (mechanism: number, data: Uint8Array) => signOnce(library, session, { mechanism, privateKey, data })
  return {
    algorithm,
    async sign(tbs) {
      if (algorithm === 'rsa-pkcs1-sha256') return run(constants.CKM_SHA256_RSA_PKCS, tbs)
      // CKM_ECDSA takes the digest, and answers with both numbers one after the other.
      return fromPair(run(constants.CKM_ECDSA, createHash('sha256').update(tbs).digest()))
    },
  }
}

type Operation = { readonly mechanism: number; readonly privateKey: Handle; readonly data: Uint8Array }

function signOnce(library: PKCS11, session: Handle, { mechanism, privateKey, data }: Operation): Buffer {
  try {
    library.C_SignInit(session, { mechanism }, privateKey)
    return library.C_Sign(session, Buffer.from(data), Buffer.alloc(maxSignatureBytes))
  } catch (cause) {
    throw signerUnfit(`the hardware module does not sign: ${messageOf(cause)}`, cause)
  }
}

function fromPair(pair: Buffer): Buffer {
  const half = pair.length / 2
  const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
  return encodeSignaturePair(number(pair.subarray(0, half)), number(pair.subarray(half)))
}
