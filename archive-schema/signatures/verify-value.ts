import { constants, createVerify, type KeyObject } from 'node:crypto'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { type ContentAlgorithm, digestName, type KeyKind } from './algorithms.ts'
import { Sm2Verifier } from './sm2.ts'
import { sm2PointOf } from './sm2-key.ts'

/** Bytes that were signed, as often as they are asked for. */
export type SignedBytes = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const rsaBits = { least: 2048, most: 16_384 } as const

type PublicKey = { readonly kind: KeyKind; readonly name: string; readonly sm2Point?: Uint8Array }

/**
 * 签名值: whether `signature` is one of `key` over the signed bytes. Throws `SIGNATURE_INVALID` if not, or if the key is not
 * of the algorithm's kind or too short; `SIGNATURE_UNSUPPORTED` for a key of another kind. Comes to the algorithm's name.
 */
export async function verifyValue(
  algorithm: ContentAlgorithm,
  key: KeyObject,
  signed: SignedBytes,
  signature: Uint8Array,
): Promise<string> {
  const known = identifyKey(key)
  demandOfSignature(known.kind === algorithm.key, `the key is of kind ${known.kind}, the algorithm of ${algorithm.key}`)
  const isStandardPair = (known.kind === 'sm2') === (algorithm.digest === 'sm3')
  demandSupported(isStandardPair, `no standard pairs ${known.name} with ${digestName(algorithm.digest)}`)
  const verifier = known.sm2Point === undefined ? nodeVerifier(algorithm, key) : new Sm2Verifier(known.sm2Point)
  for await (const chunk of signed()) verifier.update(chunk)
  demandOfSignature(verifier.verify(signature), "the signature value is not of the signer's key")
  return `${known.name} ${digestName(algorithm.digest)}`
}

function nodeVerifier({ digest, pssSalt }: ContentAlgorithm, key: KeyObject) {
  const verifier = createVerify(digest)
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pssSalt }
  return {
    update: (chunk: Uint8Array) => void verifier.update(chunk),
    verify: (signature: Uint8Array) => verifier.verify(pssSalt === undefined ? key : { key, ...pss }, signature),
  }
}

function identifyKey(key: KeyObject): PublicKey {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa') {
    const isLongEnough = modulusLength >= rsaBits.least && modulusLength <= rsaBits.most
    demandOfSignature(isLongEnough, `the RSA key has ${modulusLength} bits`)
    return { kind: 'rsa', name: `RSA-${modulusLength}` }
  }
  const isCurveKey = key.asymmetricKeyType === 'ec' || key.asymmetricKeyType === undefined
  demandSupported(isCurveKey, `keys of type ${key.asymmetricKeyType} are not known`)
  const sm2Point = sm2PointOf(key)
  if (sm2Point !== undefined) return { kind: 'sm2', name: 'SM2', sm2Point }
  demandSupported(key.asymmetricKeyType === 'ec', 'the key is of no known kind')
  return { kind: 'ec', name: `ECDSA ${namedCurve}` }
}
