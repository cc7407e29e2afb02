import { Buffer } from 'node:buffer'
import forge from 'node-forge'
import { demandOfSignature } from './demand.ts'
import { type Der, encodeDer, objectIdentifier } from './der.ts'

const { Class, Type } = forge.asn1

// Every reader takes a value that may be absent, so that a missing element is refused where it is looked for.

/** Children of a SEQUENCE, exactly `length` of them if a length is given. Throws `SIGNATURE_INVALID`. */
export function readSequence(value: Der | undefined, what: string, length?: number): readonly Der[] {
  return readChildren(value, { tagClass: Class.UNIVERSAL, type: Type.SEQUENCE }, what, length)
}

/** Children of a SET, exactly `length` of them if a length is given. Throws `SIGNATURE_INVALID`. */
export function readSet(value: Der | undefined, what: string, length?: number): readonly Der[] {
  return readChildren(value, { tagClass: Class.UNIVERSAL, type: Type.SET }, what, length)
}

/** Children of a constructed `[number]`, exactly `length` of them if a length is given. Throws `SIGNATURE_INVALID`. */
export function readContext(value: Der | undefined, number: number, what: string, length?: number): readonly Der[] {
  return readChildren(value, { tagClass: Class.CONTEXT_SPECIFIC, type: number }, what, length)
}

/** Whether the value is a constructed `[number]`. */
export function isContext(value: Der | undefined, number: number): boolean {
  return value?.tagClass === Class.CONTEXT_SPECIFIC && value.type === number && value.constructed
}

/** Whether the value is a BOOLEAN. */
export function isBoolean(value: Der | undefined): boolean {
  return value?.tagClass === Class.UNIVERSAL && value.type === Type.BOOLEAN
}

/** Whether the value is an INTEGER. */
export function isInteger(value: Der | undefined): boolean {
  return value?.tagClass === Class.UNIVERSAL && value.type === Type.INTEGER
}

/** Whether the value is an OCTET STRING. */
export function isOctets(value: Der | undefined): boolean {
  return value?.tagClass === Class.UNIVERSAL && value.type === Type.OCTETSTRING
}

/** Whether the value is an OBJECT IDENTIFIER. */
export function isObjectIdentifier(value: Der | undefined): boolean {
  return value?.tagClass === Class.UNIVERSAL && value.type === Type.OID
}

/** The dotted form of an OBJECT IDENTIFIER whose arcs are written in their shortest form. Throws `SIGNATURE_INVALID`. */
export function readObjectIdentifier(value: Der | undefined, what: string): string {
  const content = readPrimitive(value, Type.OID, what)
  const oid = decodeOid(content)
  demandOfSignature(oid !== undefined, `${what} is no object identifier`)
  return oid
}

/** Content of an OCTET STRING. Throws `SIGNATURE_INVALID`. */
export function readOctets(value: Der | undefined, what: string): Buffer {
  return readPrimitive(value, Type.OCTETSTRING, what)
}

/** Two's complement bytes of an INTEGER. Throws `SIGNATURE_INVALID`. */
export function readInteger(value: Der | undefined, what: string): Buffer {
  const content = readPrimitive(value, Type.INTEGER, what)
  demandOfSignature(content.length > 0, `${what} is an empty integer`)
  return content
}

/** The number of an ENUMERATED from 0 to 127, told by its tag from an INTEGER. Throws `SIGNATURE_INVALID`. */
export function readEnumerated(value: Der | undefined, what: string): number {
  const [number, ...more] = readPrimitive(value, Type.ENUMERATED, what)
  demandOfSignature(number !== undefined && number < 0x80 && more.length === 0, `${what} is no small number`)
  return number
}

/** Whether a BOOLEAN is TRUE. Throws `SIGNATURE_INVALID` for any form but DER's FF and 00. */
export function readBoolean(value: Der | undefined, what: string): boolean {
  const content = readPrimitive(value, Type.BOOLEAN, what)
  demandOfSignature(content.length === 1 && (content[0] === 0xff || content[0] === 0), `${what} is no DER boolean`)
  return content[0] === 0xff
}

/** Bits of a BIT STRING, padded with zero bits to whole bytes. Throws `SIGNATURE_INVALID`. */
export function readBits(value: Der | undefined, what: string): Buffer {
  const content = readPrimitive(value, Type.BITSTRING, what)
  const unused = content[0]
  demandOfSignature(
    unused !== undefined && unused < 8 && (content.length > 1 || unused === 0),
    `${what} is no bit string`,
  )
  const padding = (content[content.length - 1] ?? 0) & ((1 << unused) - 1)
  demandOfSignature(content.length === 1 || padding === 0, `${what} has padding bits that are not zero`)
  return content.subarray(1)
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). Throws `SIGNATURE_INVALID` for any other form. */
export function readTime(value: Der | undefined, what: string): Date {
  if (value?.type !== Type.UTCTIME) {
    const instant = readGeneralizedTime(value, what)
    demandOfSignature(instant.getUTCFullYear() >= 2050, `${what} is no time in the form of RFC 5280`)
    return instant
  }
  const text = readPrimitive(value, Type.UTCTIME, what).toString('latin1')
  return instantOf(`${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`, what)
}

/** GeneralizedTime of any year, in UTC, whole seconds (RFC 5280 4.1.2.5.2). Throws `SIGNATURE_INVALID` for any other form. */
export function readGeneralizedTime(value: Der | undefined, what: string): Date {
  return instantOf(readPrimitive(value, Type.GENERALIZEDTIME, what).toString('latin1'), what)
}

function instantOf(digits: string, what: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? []
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const instant = new Date(iso)
  const isWritten = !Number.isNaN(instant.getTime()) && instant.toISOString() === iso
  demandOfSignature(isWritten, `${what} is no time in the form of RFC 5280`)
  return instant
}

type Tag = { readonly tagClass: forge.asn1.Class; readonly type: number }

function readChildren(value: Der | undefined, tag: Tag, what: string, length: number | undefined): readonly Der[] {
  demandOfSignature(value !== undefined, `${what} is missing`)
  const hasTag = value.tagClass === tag.tagClass && value.type === tag.type
  demandOfSignature(hasTag && value.constructed && Array.isArray(value.value), `${what} has another type`)
  const fits = length === undefined || value.value.length === length
  demandOfSignature(fits, `${what} has ${value.value.length} elements, not ${length}`)
  return value.value
}

function readPrimitive(value: Der | undefined, type: forge.asn1.Type, what: string): Buffer {
  demandOfSignature(value !== undefined, `${what} is missing`)
  const hasTag = value.tagClass === Class.UNIVERSAL && value.type === type
  demandOfSignature(hasTag && !value.constructed && typeof value.value === 'string', `${what} has another type`)
  return Buffer.from(value.value, 'latin1')
}

function decodeOid(content: Buffer): string | undefined {
  try {
    const oid = forge.asn1.derToOid(content.toString('latin1'))
    const shortest = readPrimitive(objectIdentifier(oid), Type.OID, 'object identifier')
    return shortest.equals(content) ? oid : undefined
  } catch {
    // Empty, cut off or with arcs beyond 32 bits: none of the identifiers in use, the caller refuses it.
    return undefined
  }
}

/** Whether two values have the same encoding. */
export function equalDer(one: Der | undefined, other: Der): boolean {
  return one !== undefined && encodeDer(one).equals(encodeDer(other))
}
