import { Buffer } from 'node:buffer'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { Sm3 } from './sm3.ts'

/** What hashes and digests bytes. */
type Hasher = { update(data: Uint8Array): unknown; digest(): Uint8Array }

const hashers: Readonly<Record<string, () => Hasher>> = {
  sha256: () => sha256.create(),
  sha384: () => sha384.create(),
  sha512: () => sha512.create(),
  sm3: () => new Sm3(),
}

/** A hash in the form of `node:crypto`, with the digests that evidence uses. */
class Hash {
  readonly #hasher: Hasher

  constructor(hasher: Hasher) {
    this.#hasher = hasher
  }

  update(data: Uint8Array | string): this {
    this.#hasher.update(typeof data === 'string' ? Buffer.from(data) : data)
    return this
  }

  digest(): Buffer
  digest(encoding: 'hex' | 'base64'): string
  digest(encoding?: 'hex' | 'base64'): Buffer | string {
    const bytes = Buffer.from(this.#hasher.digest())
    return encoding === undefined ? bytes : bytes.toString(encoding)
  }
}

/** As `createHash` of `node:crypto`. Throws for a digest that evidence does not use. */
export function createHash(algorithm: string): Hash {
  const make = hashers[algorithm]
  if (make === undefined) throw new Error(`the digest ${algorithm} is not there`)
  return new Hash(make())
}

/** As `hash` of `node:crypto`: the digest of bytes, hexadecimal or in a buffer. */
export function hash(algorithm: string, data: Uint8Array | string, encoding: 'buffer'): Buffer
export function hash(algorithm: string, data: Uint8Array | string, encoding?: 'hex'): string
export function hash(
  algorithm: string,
  data: Uint8Array | string,
  encoding: 'buffer' | 'hex' = 'hex',
): Buffer | string {
  const digest = createHash(algorithm).update(data).digest()
  return encoding === 'buffer' ? digest : digest.toString(encoding)
}
