import { Buffer } from 'node:buffer'
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { demandOfSignature, reasonOf } from '#archive-schema/evidence/demand.ts'
import { RecentResults } from '#archive-schema/recent-results.ts'

/** 推荐曲线参数 (GB/T 32918.5-2017). */
export const sm2Curve = {
  p: BigInt('0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF'),
  n: BigInt('0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123'),
  h: 1n,
  a: BigInt('0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC'),
  b: BigInt('0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93'),
  Gx: BigInt('0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7'),
  Gy: BigInt('0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0'),
}
const Point = weierstrass(sm2Curve)
export type Sm2Point = InstanceType<typeof Point>

/** A table of multiples makes a point ten times as fast, and costs as much as some thirty uses without. */
const usesBeforeTable = 30
const tableWindow = 8
const keptPoints = 16
type CountedPoint = { readonly point: Sm2Point; uses: number }
const known = new RecentResults<CountedPoint>(keptPoints)
const base: CountedPoint = { point: Point.BASE, uses: 0 }

/** s·G + t·P (GB/T 32918.2-2016, 7.1 B6). Public numbers only: the time it takes depends on them. */
export function sm2Combination(s: bigint, point: Sm2Point, t: bigint): Sm2Point {
  return used(base).multiplyUnsafe(s).add(point.multiplyUnsafe(t))
}

/** The point of a public key, 65 bytes, uncompressed. Throws `SIGNATURE_INVALID` if it is not on the curve. */
export function sm2PointFrom(key: Uint8Array): Sm2Point {
  const name = Buffer.from(key).toString('base64')
  return used(known.get(name, () => ({ point: decodePoint(key), uses: 0 })))
}

function used(entry: CountedPoint): Sm2Point {
  entry.uses += 1
  if (entry.uses === usesBeforeTable) entry.point.precompute(tableWindow)
  return entry.point
}

function decodePoint(key: Uint8Array): Sm2Point {
  try {
    return Point.fromBytes(key)
  } catch (error) {
    demandOfSignature(false, `the key is no point of the curve: ${reasonOf(error)}`)
  }
}
