import { Buffer } from 'node:buffer'
import forge from 'node-forge'
import { demandOfSignature } from './demand.ts'
import type { AlgorithmIdentifier } from './signature-profiles.ts'

declare module 'node-forge' {
  namespace asn1 {
    /** Missing in the published types. With `decodeBitStrings` the parser guesses at structure inside BIT STRINGs. */
    function fromDer(bytes: string, options: { decodeBitStrings: boolean }): Asn1
  }
}

const { asn1 } = forge
const { Class, Type } = asn1

/** One ASN.1 value (X.690). node-forge encodes and decodes them and does nothing else in this product. */
export type Der = forge.asn1.Asn1

/** Bytes of a value in DER. */
export function encodeDer(value: Der): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1')
}

/**
 * Reads one DER value that fills `bytes` exactly. The parser also takes BER, so what it read is encoded again and must be
 * the same bytes. Throws `SIGNATURE_INVALID`; longer input than `maxBytes` is refused unread.
 */
export function decodeDer(bytes: Uint8Array, maxBytes: number, what: string): Der {
  demandOfSignature(bytes.length <= maxBytes, `${what} is over ${maxBytes} bytes long`)
  const value = parse(bytes)
  demandOfSignature(value !== undefined && encodeDer(value).equals(bytes), `${what} is not DER`)
  return value
}

function parse(bytes: Uint8Array): Der | undefined {
  try {
    return asn1.fromDer(Buffer.from(bytes).toString('latin1'), { decodeBitStrings: false })
  } catch {
    // The parser has no other way to say that the bytes are no ASN.1 value; the caller refuses them.
    return undefined
  }
}

/** SEQUENCE */
export function sequence(...children: readonly Der[]): Der {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...children])
}

/** SET OF: the children in the order of their encodings, as DER demands. */
export function setOf(...children: readonly Der[]): Der {
  const sorted = children.map((child) => ({ child, bytes: encodeDer(child) }))
  sorted.sort((one, other) => Buffer.compare(one.bytes, other.bytes))
  return asn1.create(
    Class.UNIVERSAL,
    Type.SET,
    true,
    sorted.map(({ child }) => child),
  )
}

/** `[number]`, constructed: EXPLICIT around one child, IMPLICIT in place of SEQUENCE or SET. */
export function context(number: number, ...children: readonly Der[]): Der {
  return asn1.create(Class.CONTEXT_SPECIFIC, number, true, [...children])
}

/** `[number] IMPLICIT OCTET STRING` */
export function contextOctets(number: number, bytes: Uint8Array): Der {
  return asn1.create(Class.CONTEXT_SPECIFIC, number, false, binary(bytes))
}

/** OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(oid: string): Der {
  return asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(oid).getBytes())
}

/** INTEGER from its big-endian two's complement bytes; the encoder drops one needless leading byte. */
export function integer(bytes: Uint8Array): Der {
  return asn1.create(Class.UNIVERSAL, Type.INTEGER, false, binary(bytes))
}

/** INTEGER from 0 to 127. */
export function smallInteger(value: number): Der {
  return integer(Uint8Array.of(value))
}

/** ENUMERATED from 0 to 127. */
export function enumerated(value: number): Der {
  return asn1.create(Class.UNIVERSAL, Type.ENUMERATED, false, String.fromCharCode(value))
}

/** OCTET STRING */
export function octetString(bytes: Uint8Array): Der {
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary(bytes))
}

/** BIT STRING of `bytes`, the last `unused` bits left out. */
export function bitString(bytes: Uint8Array, unused = 0): Der {
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, binary(Buffer.concat([Buffer.of(unused), bytes])))
}

/** BOOLEAN TRUE (DER leaves FALSE defaults out). */
export function booleanTrue(): Der {
  return asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, '\u00ff')
}

/** UTF8String */
export function utf8String(text: string): Der {
  return asn1.create(Class.UNIVERSAL, Type.UTF8, false, binary(Buffer.from(text)))
}

/** PrintableString; the caller gives ASCII letters, digits, spaces and dots only. */
export function printableString(text: string): Der {
  return asn1.create(Class.UNIVERSAL, Type.PRINTABLESTRING, false, text)
}

/** Time (RFC 5280 4.1.2.5): UTCTime up to 2049, GeneralizedTime from 2050, whole seconds. */
export function time(instant: Date): Der {
  return instant.getUTCFullYear() < 2050
    ? asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, digitsOf(instant).slice(2))
    : generalizedTime(instant)
}

function digitsOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`
}

/** GeneralizedTime of any year, in UTC, whole seconds. */
export function generalizedTime(instant: Date): Der {
  return asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, digitsOf(instant))
}

/** AlgorithmIdentifier */
export function algorithmIdentifier({ oid, parameters }: AlgorithmIdentifier): Der {
  return parameters === 'null' ? sequence(objectIdentifier(oid), nullValue()) : sequence(objectIdentifier(oid))
}

function nullValue(): Der {
  return asn1.create(Class.UNIVERSAL, Type.NULL, false, '')
}

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
