import type { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { type Der, decodeDer } from '#archive-schema/evidence/der.ts'
import { readBits, readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'

const sm2Curve = '1.2.156.10197.1.301'
const maxKeyBytes = 4096

/**
 * The point of an SM2 public key, 65 bytes; `undefined` for a key of another kind. Node knows an SM2 key by no name of its
 * own, so its encoding tells.
 */
export function sm2PointOf(key: KeyObject): Buffer | undefined {
  if (!points.has(key)) points.set(key, readPoint(key))
  return points.get(key)
}

/** A key never changes, and those of one archive's signers are asked for with every signature. */
const points = new WeakMap<KeyObject, Buffer | undefined>()

function readPoint(key: KeyObject): Buffer | undefined {
  const encoded = key.export({ type: 'spki', format: 'der' })
  const [algorithm, point] = readSequence(decodeDer(encoded, maxKeyBytes, 'the public key'), 'the public key', 2)
  if (!isOfSm2Curve(algorithm)) return undefined
  const bits = readBits(point, 'the point of the public key')
  demandSupported(bits.length === 65, 'the point of the SM2 key is compressed')
  return bits
}

/** The number of an SM2 private key, 32 bytes; `undefined` for a key of another kind. */
export function sm2NumberOf(privateKey: KeyObject): Buffer | undefined {
  const encoded = privateKey.export({ type: 'pkcs8', format: 'der' })
  const [, algorithm, key] = readSequence(decodeDer(encoded, maxKeyBytes, 'the private key'), 'the private key')
  if (!isOfSm2Curve(algorithm)) return undefined
  const inner = decodeDer(readOctets(key, 'the private key'), maxKeyBytes, 'the private key')
  const number = readOctets(readSequence(inner, 'the private key')[1], 'the private key')
  demandOfSignature(number.length === 32, 'the SM2 private key has not 32 bytes')
  return number
}

function isOfSm2Curve(algorithm: Der | undefined): boolean {
  const [, parameters] = readSequence(algorithm, 'the algorithm of the key')
  const isNamed = parameters?.tagClass === 0 && parameters.type === 6
  return isNamed && readObjectIdentifier(parameters, 'the curve') === sm2Curve
}
