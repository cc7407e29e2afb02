import type { KeyObject } from 'node:crypto'
import { sm2PointOf } from '#archive-schema/signatures/sm2-key.ts'
import type { SignatureAlgorithm } from './signature-profiles.ts'

/** The one algorithm that a public key may sign packages with, `undefined` if none. */
export function signatureAlgorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= 2048 && modulusLength <= 8192 ? 'rsa-pkcs1-sha256' : undefined
    case 'ec':
      if (namedCurve === 'prime256v1') return 'ecdsa-p256-sha256'
      return sm2PointOf(key) === undefined ? undefined : 'sm2-sm3'
    case undefined:
      // Node has no name for the type of an SM2 key that was read.
      return sm2PointOf(key) === undefined ? undefined : 'sm2-sm3'
    default:
      return undefined
  }
}
