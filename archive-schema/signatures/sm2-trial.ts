import { createECDH, randomBytes } from 'node:crypto'
import {
  bitString,
  booleanTrue,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
  time,
  utf8String,
} from '../evidence/der.ts'
import { Sm2SigningKey } from './sm2-sign.ts'

/** Somebody with an SM2 key and a certificate, for tests only. */
export type Sm2Party = { readonly certificate: Buffer; sign(message: Uint8Array): Buffer }

/** What a test wants of a party; the rest is ordinary. */
export type Sm2Wishes = {
  readonly issuer?: Sm2Party & { readonly name: Der }
  readonly notAfter?: Date
  readonly authority?: boolean
  /** For time stamps and nothing else. */
  readonly timeStamping?: boolean
  /** With a critical extension that nobody understands. */
  readonly peculiar?: boolean
}

export const sm2WithSm3 = '1.2.156.10197.1.501'
export const sm3Oid = '1.2.156.10197.1.401'

/** Makes a party, certified by `issuer` or by itself. */
export function makeSm2Party(commonName: string, wishes: Sm2Wishes = {}): Sm2Party & { readonly name: Der } {
  const { notAfter = new Date('2040-01-01') } = wishes
  const keys = createECDH('SM2')
  keys.generateKeys()
  const key = new Sm2SigningKey(keys.getPrivateKey())
  const sign = (message: Uint8Array) => key.sign(message)
  const name = sequence(setOf(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))))
  const issuer = wishes.issuer ?? { name, sign }
  const algorithm = sequence(objectIdentifier(sm2WithSm3))
  const curve = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.156.10197.1.301'))
  const content = sequence(
    context(0, smallInteger(2)),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    issuer.name,
    sequence(time(new Date('2020-01-01')), time(notAfter)),
    name,
    sequence(curve, bitString(key.publicKey)),
    context(3, sequence(...extensions(wishes))),
  )
  const certificate = encodeDer(sequence(content, algorithm, bitString(issuer.sign(encodeDer(content)))))
  return { name, certificate, sign }
}

function extensions({ authority = false, timeStamping = false, peculiar = false }: Sm2Wishes): readonly Der[] {
  const constraints = extension('2.5.29.19', authority ? sequence(booleanTrue()) : sequence())
  const usage = extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.8')))
  return [constraints, ...(timeStamping ? [usage] : []), ...(peculiar ? [extension('1.2.3.4', sequence())] : [])]
}

function extension(oid: string, value: Der): Der {
  return sequence(objectIdentifier(oid), booleanTrue(), octetString(encodeDer(value)))
}

/** A value that others may have encoded, read again as part of a greater one. */
export function embedded(der: Uint8Array): Der {
  return decodeDer(der, 1 << 20, 'an embedded value')
}
