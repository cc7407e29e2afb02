import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { decodeDer } from '#archive-schema/evidence/der.ts'
import { readInteger, readSequence } from '#archive-schema/evidence/read-der.ts'
import { type Sm2Point, sm2Combination, sm2Curve, sm2PointFrom } from './sm2-points.ts'

/** 阶 (order) of the base point. */
export const sm2Order = sm2Curve.n
/** 用户身份标识 that GM/T 0009 prescribes where none is agreed. */
const defaultId = Buffer.from('1234567812345678')
const maxSignatureBytes = 80

/**
 * Verifies an SM2 signature (GB/T 32918.2-2016, clause 7) over bytes that are given a part at a time. Node's own `verify`
 * takes no identity and so accepts no signature of this kind.
 */
export class Sm2Verifier {
  readonly #point: Sm2Point
  readonly #hash = createHash('sm3')

  /** `key` is the uncompressed point, 65 bytes. Throws `SIGNATURE_INVALID` if it is not on the curve. */
  constructor(key: Uint8Array) {
    this.#point = sm2PointFrom(key)
    this.#hash.update(sm2IdentityDigest(key))
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk)
  }

  /** Once, at the end. `signature` is DER of SEQUENCE { r, s }; throws `SIGNATURE_INVALID` for any other form. */
  verify(signature: Uint8Array): boolean {
    const [r, s] = readSequence(decodeDer(signature, maxSignatureBytes, 'the SM2 signature'), 'the SM2 signature', 2)
    return this.#holds(fromInteger(readInteger(r, 'r')), fromInteger(readInteger(s, 's')))
  }

  #holds(r: bigint, s: bigint): boolean {
    const n = sm2Order
    const t = (r + s) % n
    if (r < 1n || r >= n || s < 1n || s >= n || t === 0n) return false
    const found = sm2Combination(s, this.#point, t)
    return !found.is0() && (toNumber(this.#hash.digest()) + found.toAffine().x) % n === r
  }
}

/** Z (GB/T 32918.2-2016, 5.5): the digest of identity, curve and key that goes before every message. */
export function sm2IdentityDigest(key: Uint8Array): Buffer {
  const bits = Buffer.alloc(2)
  bits.writeUInt16BE(defaultId.length * 8)
  const parameters = [sm2Curve.a, sm2Curve.b, sm2Curve.Gx, sm2Curve.Gy].map((value) =>
    value.toString(16).padStart(64, '0'),
  )
  const parts = [bits, defaultId, Buffer.from(parameters.join(''), 'hex'), key.subarray(1)]
  return createHash('sm3').update(Buffer.concat(parts)).digest()
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** A DER integer is two's complement: a first bit that is set makes it negative, and so out of range. */
function fromInteger(bytes: Uint8Array): bigint {
  return ((bytes[0] ?? 0) & 0x80) === 0 ? toNumber(bytes) : -1n
}
