import { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import {
  isContext,
  readContext,
  readInteger,
  readObjectIdentifier,
  readOctets,
  readSequence,
  readSet,
} from '#archive-schema/evidence/read-der.ts'
import { primitiveContext } from './read-values.ts'

/** SignedData of CMS (RFC 5652) or GB/T 35275, as others write it: what is optional there is optional here. */
export type SignedData = {
  readonly contentType: string
  /** Absent where the signature is detached. */
  readonly content?: Buffer
  /** DER. */
  readonly certificates: readonly Buffer[]
  readonly signers: readonly SignerInfo[]
}

/** One signature of a message. */
export type SignerInfo = {
  readonly id: { readonly issuer: Buffer; readonly serial: Buffer } | { readonly keyIdentifier: Buffer }
  readonly digestAlgorithm: string
  readonly signatureAlgorithm: string
  /** Parameters of the signature algorithm. */
  readonly signatureParameters?: Der
  readonly signature: Buffer
  /** The bytes that are signed where there are signed attributes (RFC 5652 5.4): DER of their SET. */
  readonly attributeBytes?: Buffer
  readonly attributes: Attributes
  readonly unsignedAttributes: Attributes
}

/** Values of each attribute by its type. */
export type Attributes = ReadonlyMap<string, readonly Der[]>

/** 数字信封与签名消息类型 (GB/T 35275): the same structures under identifiers of their own. */
const signedDataTypes: readonly string[] = [oids.signedData, '1.2.156.10197.6.1.4.2.2']
const maxMessageBytes = 2 * 2 ** 20

/** Reads a signed message in DER. Throws `SIGNATURE_INVALID`. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapper] = readSequence(decodeDer(bytes, maxMessageBytes, 'the signature'), 'ContentInfo', 2)
  const typeOid = readObjectIdentifier(type, 'ContentInfo type')
  demandOfSignature(signedDataTypes.includes(typeOid), `the message is of type ${typeOid}`)
  const [signedData] = readContext(wrapper, 0, 'ContentInfo content', 1)
  const [version, digests, encapsulated, ...rest] = readSequence(signedData, 'SignedData')
  demandVersion(version, 'SignedData version')
  const [contentType, content] = readSequence(encapsulated, 'encapContentInfo')
  const certificates = rest.find((value) => isContext(value, 0))
  const signers = readSet(rest.at(-1), 'signerInfos').map(readSignerInfo)
  const listed = readSet(digests, 'digestAlgorithms').map(readAlgorithm)
  const isListed = signers.every(({ digestAlgorithm }) => listed.includes(digestAlgorithm))
  demandOfSignature(isListed, 'digestAlgorithms does not list that of the signer')
  return {
    contentType: readObjectIdentifier(contentType, 'content type'),
    ...(content === undefined ? {} : { content: readContent(content) }),
    certificates: certificates === undefined ? [] : readContext(certificates, 0, 'certificates').map(encodeDer),
    signers,
  }
}

function readContent(wrapper: Der): Buffer {
  const [octets] = readContext(wrapper, 0, 'content', 1)
  return readOctets(octets, 'content')
}

function readSignerInfo(value: Der): SignerInfo {
  const [version, id, digestAlgorithm, ...rest] = readSequence(value, 'SignerInfo')
  demandVersion(version, 'SignerInfo version')
  const signedAttributes = isContext(rest[0], 0) ? rest.shift() : undefined
  const [signatureAlgorithm, signature, unsignedAttributes] = rest
  const [signatureOid, signatureParameters] = readSequence(signatureAlgorithm, 'signatureAlgorithm')
  return {
    id: readSignerId(id),
    digestAlgorithm: readAlgorithm(digestAlgorithm),
    signatureAlgorithm: readObjectIdentifier(signatureOid, 'signatureAlgorithm'),
    ...(signatureParameters === undefined ? {} : { signatureParameters }),
    signature: readOctets(signature, 'signature value'),
    ...(signedAttributes === undefined ? {} : { attributeBytes: asSet(encodeDer(signedAttributes)) }),
    attributes: readAttributes(signedAttributes, 0),
    unsignedAttributes: readAttributes(unsignedAttributes, 1),
  }
}

function readAlgorithm(value: Der | undefined): string {
  return readObjectIdentifier(readSequence(value, 'digestAlgorithm')[0], 'digestAlgorithm')
}

/** 1 to 5 are the versions of RFC 5652; nothing depends on which it is, and no signature covers it. */
function demandVersion(value: Der | undefined, what: string): void {
  const [number = 0, ...more] = readInteger(value, what)
  demandOfSignature(number >= 1 && number <= 5 && more.length === 0, `${what} is not known`)
}

function readSignerId(value: Der | undefined): SignerInfo['id'] {
  const keyIdentifier = primitiveContext(value, 0)
  if (keyIdentifier !== undefined) return { keyIdentifier }
  const [issuer, serial] = readSequence(value, 'signer identifier', 2)
  demandOfSignature(issuer !== undefined, 'the signer identifier names no issuer')
  return { issuer: encodeDer(issuer), serial: readInteger(serial, 'serial') }
}

function readAttributes(value: Der | undefined, number: number): Attributes {
  if (value === undefined) return new Map()
  const attributes = readContext(value, number, 'attributes').map((attribute) => {
    const [type, values] = readSequence(attribute, 'attribute', 2)
    return [readObjectIdentifier(type, 'attribute type'), readSet(values, 'attribute values')] as const
  })
  const byType = new Map(attributes)
  demandOfSignature(byType.size === attributes.length, 'an attribute stands there twice')
  return byType
}

function asSet(implicit: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x31), implicit.subarray(1)])
}
