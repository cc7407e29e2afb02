import { type KeyObject, verify } from 'node:crypto'
import { Sm2Verifier } from '#archive-schema/signatures/sm2.ts'
import { sm2PointOf } from '#archive-schema/signatures/sm2-key.ts'
import { demandOfSignature } from './demand.ts'
import type { SignatureAlgorithm } from './signature-profiles.ts'

/**
 * Whether `signature` is one of `key` over `message`. Throws `SIGNATURE_INVALID` for an SM2 signature that is not in the one
 * encoding, or a key that is not of the algorithm's kind.
 */
export function isSignedBy(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  // Node has no identity for SM2 and verifies nothing that is signed under one.
  return algorithm === 'sm2-sm3' ? isSignedBySm2(key, message, signature) : verify('sha256', message, key, signature)
}

/** Whether an SM2 signature (GB/T 32918.2) of `key` over `message` holds. Throws `SIGNATURE_INVALID` as above. */
export function isSignedBySm2(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const point = sm2PointOf(key)
  demandOfSignature(point !== undefined, 'the key is no SM2 key')
  const verifier = new Sm2Verifier(point)
  verifier.update(message)
  return verifier.verify(signature)
}
