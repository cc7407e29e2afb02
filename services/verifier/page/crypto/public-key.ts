import { Buffer } from 'node:buffer'
import { decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import { readBits, readInteger, readObjectIdentifier, readSequence } from '#archive-schema/evidence/read-der.ts'

const maxKeyBytes = 4096
const rsaEncryption = '1.2.840.113549.1.1.1'
const ellipticCurve = '1.2.840.10045.2.1'
const ed25519 = '1.3.101.112'
const curves: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
  '1.2.156.10197.1.301': 'SM2',
}

/** What a public key is, by its kind. */
export type KeyMaterial =
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly exponent: bigint; readonly modulusBytes: number }
  | { readonly kind: 'ec'; readonly curve: string; readonly point: Uint8Array }
  | { readonly kind: 'ed25519'; readonly point: Uint8Array }

/** A public key in the form of `KeyObject` of `node:crypto`. */
export class PublicKey {
  readonly material: KeyMaterial
  readonly #spki: Buffer

  /** Reads SubjectPublicKeyInfo in DER. Throws for a key of a kind that evidence does not use. */
  constructor(spki: Uint8Array) {
    this.#spki = Buffer.from(spki)
    this.material = readMaterial(spki)
  }

  get asymmetricKeyType(): string {
    return this.material.kind
  }

  get asymmetricKeyDetails(): { readonly namedCurve?: string; readonly modulusLength?: number } {
    const { material } = this
    if (material.kind === 'rsa') return { modulusLength: material.modulus.toString(2).length }
    return material.kind === 'ec' ? { namedCurve: material.curve } : {}
  }

  /** SubjectPublicKeyInfo in DER, the one form that is asked for. */
  export(): Buffer {
    return this.#spki
  }
}

/** As `createPublicKey` of `node:crypto`, of PEM or of `{ key, format: 'der', type: 'spki' }`. */
export function createPublicKey(key: string | { readonly key: string | Uint8Array }): PublicKey {
  const content = typeof key === 'string' ? key : key.key
  return new PublicKey(typeof content === 'string' ? decodePem('PUBLIC KEY', content) : content)
}

/** The bytes of a PEM text with one block of this label. Throws for any other text. */
export function decodePem(label: string, text: string): Buffer {
  const [, base64] =
    new RegExp(`^-----BEGIN ${label}-----\\n([A-Za-z0-9+/=\\n]+)-----END ${label}-----\\n?$`).exec(text) ?? []
  if (base64 === undefined) throw new Error(`the text is not one ${label} in PEM`)
  return Buffer.from(base64, 'base64')
}

function readMaterial(spki: Uint8Array): KeyMaterial {
  const [algorithm, bits] = readSequence(decodeDer(spki, maxKeyBytes, 'the public key'), 'the public key', 2)
  const [type, parameters] = readSequence(algorithm, 'the algorithm of the public key')
  const oid = readObjectIdentifier(type, 'the algorithm of the public key')
  const key = readBits(bits, 'the bits of the public key')
  if (oid === rsaEncryption) return readRsaKey(key)
  if (oid === ed25519) return { kind: 'ed25519', point: key }
  const curve = oid === ellipticCurve ? curves[readObjectIdentifier(parameters, 'the curve')] : undefined
  if (curve === undefined) throw new Error(`keys of type ${oid} are not there`)
  return { kind: 'ec', curve, point: key }
}

function readRsaKey(key: Uint8Array): KeyMaterial {
  const [modulus, exponent] = readSequence(decodeDer(key, maxKeyBytes, 'the RSA key'), 'the RSA key', 2)
  const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
  const value = number(readInteger(modulus, 'the modulus'))
  const modulusBytes = Math.ceil(value.toString(2).length / 8)
  return { kind: 'rsa', modulus: value, exponent: number(readInteger(exponent, 'the exponent')), modulusBytes }
}

/** DER of one element of a certificate's content. */
export function encoded(value: Parameters<typeof encodeDer>[0] | undefined, what: string): Buffer {
  if (value === undefined) throw new Error(`${what} is missing`)
  return encodeDer(value)
}
