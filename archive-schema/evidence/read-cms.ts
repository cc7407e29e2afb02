import { Buffer } from 'node:buffer'
import { demandOfSignature } from './demand.ts'
import { type Der, decodeDer, encodeDer } from './der.ts'
import { oids } from './oids.ts'
import {
  readContext,
  readInteger,
  readObjectIdentifier,
  readOctets,
  readSequence,
  readSet,
  readTime,
} from './read-der.ts'

/** The fields of a detached signature with one signer. What a profile fixes is kept as DER, to be compared. */
export type SignedMessage = {
  readonly contentInfo: string
  readonly content: string
  /** Of the message and of its one signer. */
  readonly digestAlgorithms: readonly Buffer[]
  readonly signatureAlgorithm: Buffer
  /** DER, in the order of the message. */
  readonly certificates: readonly Buffer[]
  readonly issuer: Buffer
  readonly serial: Buffer
  readonly attributes: SignedAttributes
  readonly signature: Buffer
}

/** The four signed attributes of CAdES-B, each there once and with one value. */
export type SignedAttributes = {
  /** The signed bytes: DER of the SET. */
  readonly signedBytes: Buffer
  readonly contentType: string
  readonly messageDigest: Buffer
  readonly signingTime: Date
  /** Digest of the signer's certificate. */
  readonly signingCertificate: Buffer
  /** DER of what stands before that digest: the hash algorithm, nothing where it is left out. */
  readonly signingCertificateAlgorithm: Buffer
}

const maxMessageBytes = 256 * 1024

/** Reads a detached CMS signature whose frame has nothing optional. Throws `SIGNATURE_INVALID`. */
export function readSignedMessage(bytes: Uint8Array): SignedMessage {
  const [contentInfo, wrapper] = readSequence(decodeDer(bytes, maxMessageBytes, 'the signature'), 'ContentInfo', 2)
  const [signedData] = readContext(wrapper, 0, 'ContentInfo content', 1)
  const [version, digests, encapsulated, certificates, signers] = readSequence(signedData, 'SignedData', 5)
  demandVersion1(version, 'SignedData version')
  const [digestAlgorithm] = readSet(digests, 'digestAlgorithms', 1)
  const [content] = readSequence(encapsulated, 'encapContentInfo', 1)
  const [signer] = readSet(signers, 'signerInfos', 1)
  const { digestAlgorithm: signerDigest, ...signerInfo } = readSignerInfo(signer)
  return {
    contentInfo: readObjectIdentifier(contentInfo, 'ContentInfo type'),
    content: readObjectIdentifier(content, 'content type'),
    certificates: readContext(certificates, 0, 'certificates').map(encodeDer),
    digestAlgorithms: [encode(digestAlgorithm, 'digestAlgorithms'), signerDigest],
    ...signerInfo,
  }
}

function readSignerInfo(value: Der | undefined) {
  const [version, signerId, digestAlgorithm, attributes, signatureAlgorithm, signature] = readSequence(
    value,
    'SignerInfo',
    6,
  )
  demandVersion1(version, 'SignerInfo version')
  const [issuer, serial] = readSequence(signerId, 'signer identifier', 2)
  return {
    issuer: encode(issuer, 'issuer'),
    serial: readInteger(serial, 'serial'),
    digestAlgorithm: encode(digestAlgorithm, 'digestAlgorithm'),
    attributes: readAttributes(attributes),
    signatureAlgorithm: encode(signatureAlgorithm, 'signatureAlgorithm'),
    signature: readOctets(signature, 'signature value'),
  }
}

function readAttributes(value: Der | undefined): SignedAttributes {
  const list = readContext(value, 0, 'signed attributes', 4)
  const encodings = list.map(encodeDer)
  const isSorted = encodings.every((bytes, index) => Buffer.compare(encodings[index - 1] ?? Buffer.of(), bytes) < 0)
  demandOfSignature(isSorted, 'the signed attributes are not in DER order')
  const values = new Map(list.map(readAttribute))
  const [certificateIds] = readSequence(values.get(oids.signingCertificateV2), 'signing-certificate-v2', 1)
  const [certificateId] = readSequence(certificateIds, 'signing-certificate-v2', 1)
  const certificateHash = readSequence(certificateId, 'ESSCertIDv2')
  return {
    signedBytes: asSet(encode(value, 'signed attributes')),
    contentType: readObjectIdentifier(values.get(oids.contentType), 'contentType'),
    messageDigest: readOctets(values.get(oids.messageDigest), 'messageDigest'),
    signingTime: readTime(values.get(oids.signingTime), 'signingTime'),
    signingCertificate: readOctets(certificateHash.at(-1), 'certificate hash'),
    signingCertificateAlgorithm: Buffer.concat(certificateHash.slice(0, -1).map(encodeDer)),
  }
}

// Four attributes of which none of the four known is missing: so none can stand there twice and none be unknown.
function readAttribute(attribute: Der): readonly [string, Der | undefined] {
  const [type, values] = readSequence(attribute, 'signed attribute', 2)
  const [value] = readSet(values, 'values of a signed attribute', 1)
  return [readObjectIdentifier(type, 'type of a signed attribute'), value]
}

function asSet(implicit: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x31), implicit.subarray(1)])
}

function demandVersion1(value: Der | undefined, what: string): void {
  demandOfSignature(readInteger(value, what).equals(Uint8Array.of(1)), `${what} is not 1`)
}

function encode(value: Der | undefined, what: string): Buffer {
  demandOfSignature(value !== undefined, `${what} is missing`)
  return encodeDer(value)
}
