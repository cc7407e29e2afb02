import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, encodeDer, sequence } from '#archive-schema/evidence/der.ts'
import {
  readBits,
  readInteger,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { readAnyTime, readText } from './read-values.ts'

/** A signature by somebody whose certificate stands beside it. */
export type SealedPart = {
  /** DER of what is signed. */
  readonly signedBytes: Buffer
  readonly certificate: Buffer
  readonly algorithm: string
  readonly signature: Buffer
}

/** 电子印章 (SESeal): who may use it, and when. */
export type ElectronicSeal = {
  readonly maker: SealedPart
  readonly id: string
  readonly name: string
  readonly validFrom: Date
  readonly validTo: Date
  /** Those who may use it: their certificates (DER), or digests of them. */
  readonly signers: { readonly certificates: readonly Buffer[] } | { readonly digests: readonly CertificateDigest[] }
}
export type CertificateDigest = { readonly algorithm: string; readonly value: Buffer }

/** 电子印章 by either standard: version 4 of GB/T 38540-2020, or version 1 of GM/T 0031-2014. Throws `SIGNATURE_INVALID`. */
export function readSeal(value: Der | undefined): ElectronicSeal {
  const parts = readSequence(value, 'SESeal')
  const isNewer = parts.length === 4
  const [info] = parts
  const [header, id, property] = readSequence(info, 'SES_SealInfo')
  readSequence(header, 'SES_Header', 3)
  return {
    maker: isNewer ? newerMaker(parts) : olderMaker(parts),
    id: readText(id, 'esID'),
    ...(isNewer ? newerProperty(property) : olderProperty(property)),
  }
}

function newerMaker([info, certificate, algorithm, signature]: readonly Der[]): SealedPart {
  demandOfSignature(info !== undefined, 'SES_SealInfo is missing')
  return {
    signedBytes: encodeDer(info),
    certificate: readOctets(certificate, 'certificate of the seal maker'),
    algorithm: readObjectIdentifier(algorithm, 'algorithm of the seal'),
    signature: readBits(signature, 'signature of the seal'),
  }
}

/** GM/T 0031 signs the information together with certificate and algorithm of the maker. */
function olderMaker(parts: readonly Der[]): SealedPart {
  const [info, signInfo] = readSequence(sequence(...parts), 'SESeal', 2)
  const [certificate, algorithm, signature] = readSequence(signInfo, 'SES_SignInfo', 3)
  demandOfSignature(info !== undefined && certificate !== undefined && algorithm !== undefined, 'SESeal is cut off')
  return {
    ...newerMaker([info, certificate, algorithm, ...(signature === undefined ? [] : [signature])]),
    signedBytes: encodeDer(sequence(info, certificate, algorithm)),
  }
}

function newerProperty(property: Der | undefined) {
  const [, name, listType, list, , from, to] = readSequence(property, 'SES_ESPropertyInfo', 7)
  const isDigests = readInteger(listType, 'certListType').equals(Uint8Array.of(2))
  const signers = isDigests ? { digests: readSequence(list, 'certDigestList').map(readDigest) } : certificates(list)
  return { ...validity(name, from, to), signers }
}

function olderProperty(property: Der | undefined) {
  const [, name, list, , from, to] = readSequence(property, 'SES_ESPropertyInfo', 6)
  return { ...validity(name, from, to), signers: certificates(list) }
}

function validity(name: Der | undefined, from: Der | undefined, to: Der | undefined) {
  return {
    name: readText(name, 'name of the seal'),
    validFrom: readAnyTime(from, 'validStart'),
    validTo: readAnyTime(to, 'validEnd'),
  }
}

function certificates(list: Der | undefined) {
  return { certificates: readSequence(list, 'certList').map((one) => readOctets(one, 'certificate of a signer')) }
}

function readDigest(value: Der): CertificateDigest {
  const [type, digest] = readSequence(value, 'CertDigestObj', 2)
  return { algorithm: readText(type, 'digest type'), value: readOctets(digest, 'certificate digest') }
}
