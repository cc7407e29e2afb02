import { Buffer } from 'node:buffer'
import { type Der, encodeDer, integer, sequence } from '#archive-schema/evidence/der.ts'

/** DER of SEQUENCE { r, s }: the wire form of signatures by ECDSA (RFC 3279 2.2.3) and SM2 (GM/T 0009). */
export function encodeSignaturePair(r: bigint, s: bigint): Buffer {
  return encodeDer(sequence(positive(r), positive(s)))
}

function positive(value: bigint): Der {
  const digits = value.toString(16)
  // A leading zero byte keeps the number positive; the encoder drops it where it is needless.
  return integer(Buffer.from(`00${digits.padStart(digits.length + (digits.length % 2), '0')}`, 'hex'))
}
