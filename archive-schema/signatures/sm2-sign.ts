import { Buffer } from 'node:buffer'
import { createECDH, createHash } from 'node:crypto'
import { encodeSignaturePair } from './signature-pair.ts'
import { sm2IdentityDigest, sm2Order } from './sm2.ts'

/** 随机数 k and the first coordinate of k·G: secret, and for one signature only. */
export type Sm2Ephemeral = { readonly k: bigint; readonly x: bigint }

/**
 * 数字签名生成 (GB/T 32918.2-2016, clause 6) with the identity 1234567812345678 of GM/T 0009. Node's own `sign` makes ECDSA
 * of a generated SM2 key and takes the empty identity for an imported one, so it is never called with such keys. k·G comes
 * from OpenSSL; the rest is arithmetic of BigInt, which is not constant in time: for test keys and small sites.
 */
export class Sm2SigningKey {
  readonly #d: bigint
  readonly #identity: Buffer
  /** The public key: the uncompressed point, 65 bytes. */
  readonly publicKey: Buffer

  /** `privateKey` has 32 bytes. Throws `RangeError` if it is no private key of the curve. */
  constructor(privateKey: Uint8Array) {
    this.#d = toNumber(privateKey)
    // n - 1 is a private key of other schemes, but has no signature here: 1 + d has no inverse.
    if (this.#d < 1n || this.#d > sm2Order - 2n) throw new RangeError('the private key is not between 1 and n - 2')
    const keys = createECDH('SM2')
    keys.setPrivateKey(privateKey)
    this.publicKey = keys.getPublicKey()
    this.#identity = sm2IdentityDigest(this.publicKey)
  }

  /** DER of SEQUENCE { r, s } (GM/T 0009) over the message, not over its digest. */
  sign(message: Uint8Array): Buffer {
    const e = toNumber(createHash('sm3').update(this.#identity).update(message).digest())
    const keys = createECDH('SM2')
    for (;;) {
      const x = toNumber(keys.generateKeys().subarray(1, 33))
      const pair = signSm2Digest(this.#d, e, { k: toNumber(keys.getPrivateKey()), x })
      if (pair !== undefined) return encodeSignaturePair(pair.r, pair.s)
    }
  }
}

/** Steps A5 and A6 of the clause; `undefined` where another k must be taken. */
export function signSm2Digest(d: bigint, e: bigint, { k, x }: Sm2Ephemeral) {
  const r = modulo(e + x)
  const s = modulo(inverse(1n + d) * (k - r * d))
  return r === 0n || r + k === sm2Order || s === 0n ? undefined : { r, s }
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function modulo(value: bigint): bigint {
  return ((value % sm2Order) + sm2Order) % sm2Order
}

/** By the extended Euclidean algorithm. */
function inverse(value: bigint): bigint {
  let [previous, rest] = [sm2Order, modulo(value)]
  let [before, factor] = [0n, 1n]
  while (rest !== 0n) {
    const quotient = previous / rest
    ;[previous, rest] = [rest, previous - quotient * rest]
    ;[before, factor] = [factor, before - quotient * factor]
  }
  return modulo(before)
}
