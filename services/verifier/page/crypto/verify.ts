import { Buffer } from 'node:buffer'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { algorithmIdentifier, encodeDer, octetString, sequence } from '#archive-schema/evidence/der.ts'
import { createHash } from './hash.ts'
import type { KeyMaterial, PublicKey } from './public-key.ts'

const curves = { prime256v1: p256, secp384r1: p384, secp521r1: p521 } as const
const digestOids: Readonly<Record<string, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}

/** As `verify` of `node:crypto`: RSA with PKCS #1 v1.5, ECDSA in DER, Ed25519. False for whatever does not verify. */
export function verify(
  hash: string | null | undefined,
  data: Uint8Array,
  key: PublicKey,
  signature: Uint8Array,
): boolean {
  const { material } = key
  if (material.kind === 'ed25519') return trying(() => ed25519.verify(signature, data, material.point))
  if (hash === null || hash === undefined) return false
  const digest = createHash(hash).update(data).digest()
  if (material.kind === 'rsa') return isRsaSignature(material, hash, digest, signature)
  const curve = curves[material.curve as keyof typeof curves]
  // The Chinese curve has a verifier of its own; ECDSA over it is no signature of anybody.
  if (curve === undefined) return false
  const options = { prehash: false, lowS: false, format: 'der' } as const
  return trying(() => curve.verify(signature, digest, material.point, options))
}

/** As `createVerify` of `node:crypto`. */
export function createVerify(hash: string) {
  const parts: Uint8Array[] = []
  return {
    update(data: Uint8Array): void {
      parts.push(data)
    },
    verify: (key: PublicKey, signature: Uint8Array): boolean => verify(hash, Buffer.concat(parts), key, signature),
  }
}

type RsaKey = Extract<KeyMaterial, { kind: 'rsa' }>

/** RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2): the padded digest is made again and must be what the signature holds, byte for byte. */
function isRsaSignature(
  { modulus, exponent, modulusBytes }: RsaKey,
  hash: string,
  digest: Buffer,
  signature: Uint8Array,
) {
  const oid = digestOids[hash]
  if (oid === undefined || signature.length !== modulusBytes) return false
  const value = BigInt(`0x${Buffer.from(signature).toString('hex')}`)
  if (value >= modulus) return false
  const found = power(value, exponent, modulus)
    .toString(16)
    .padStart(modulusBytes * 2, '0')
  const info = encodeDer(sequence(algorithmIdentifier({ oid, parameters: 'null' }), octetString(digest)))
  const padding = 'ff'.repeat(modulusBytes - info.length - 3)
  return found === `0001${padding}00${info.toString('hex')}`
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function trying(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    // A signature or key that cannot be read verifies nothing; `node:crypto` says no more about it either.
    return false
  }
}
