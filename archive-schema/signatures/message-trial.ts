import { createHash } from 'node:crypto'
import {
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
} from '../evidence/der.ts'
import { oids } from '../evidence/oids.ts'
import { readCertificate } from '../evidence/read-certificate.ts'
import { sm2WithSm3, sm3Oid } from './sm2-trial.ts'

/** Who signs, with what; the rest of a message is ordinary. */
export type MessageParty = { readonly certificate: Uint8Array; sign(message: Uint8Array): Buffer }
export type MessageForm = {
  readonly type: string
  readonly contentType: string
  readonly digest: string
  readonly digestOid: string
  readonly signature: Der
}

const sm2 = { digest: 'sm3', digestOid: sm3Oid, signature: sequence(objectIdentifier(sm2WithSm3)) } as const

/** Forms of messages by name. */
export const messageForms = {
  gb35275: { ...sm2, type: '1.2.156.10197.6.1.4.2.2', contentType: '1.2.156.10197.6.1.4.2.1' },
  'gb35275 with the key for the algorithm': {
    ...sm2,
    type: '1.2.156.10197.6.1.4.2.2',
    contentType: '1.2.156.10197.6.1.4.2.1',
    signature: sequence(objectIdentifier('1.2.156.10197.1.301.1')),
  },
  'cms with SM2': { ...sm2, type: oids.signedData, contentType: oids.data },
} as const satisfies Readonly<Record<string, MessageForm>>

export type MessageWishes = {
  readonly content: Uint8Array
  /** Signs the content itself, without attributes. */
  readonly bare?: boolean
  /** Content that the message brings along. */
  readonly attached?: Uint8Array
  readonly signingTime?: Date
  readonly messageDigest?: Uint8Array
  /** What the signature value is followed by: tokens of time stamps. */
  readonly timeStamp?: (signature: Uint8Array) => Uint8Array
  /** Certificates that come along instead of the signer's own. */
  readonly certificates?: readonly Uint8Array[]
}

/** DER of a message with one signer. */
export function signMessage(party: MessageParty, form: MessageForm, wishes: MessageWishes): Buffer {
  const { content, bare = false, attached, certificates = [party.certificate] } = wishes
  const attributes = bare ? undefined : setOf(...signedAttributes(form, wishes))
  const signature = party.sign(attributes === undefined ? content : encodeDer(attributes))
  const { issuer, serial } = readCertificate(party.certificate)
  const digest = sequence(objectIdentifier(form.digestOid))
  const stamp = wishes.timeStamp?.(signature)
  const signer = sequence(
    smallInteger(1),
    sequence(decode(issuer), integer(serial)),
    digest,
    ...(attributes === undefined ? [] : [context(0, ...childrenOf(attributes))]),
    form.signature,
    octetString(signature),
    ...(stamp === undefined ? [] : [context(1, attribute('1.2.840.113549.1.9.16.2.14', decode(stamp)))]),
  )
  const encapsulated = attached === undefined ? [] : [context(0, octetString(attached))]
  const signedData = sequence(
    smallInteger(1),
    setOf(digest),
    sequence(objectIdentifier(form.contentType), ...encapsulated),
    context(0, ...certificates.map(decode)),
    setOf(signer),
  )
  return encodeDer(sequence(objectIdentifier(form.type), context(0, signedData)))
}

function signedAttributes(form: MessageForm, { content, signingTime, messageDigest }: MessageWishes): readonly Der[] {
  const digest = messageDigest ?? createHash(form.digest).update(content).digest()
  return [
    attribute(oids.contentType, objectIdentifier(form.contentType)),
    ...(signingTime === undefined ? [] : [attribute(oids.signingTime, time(signingTime))]),
    attribute(oids.messageDigest, octetString(digest)),
  ]
}

function attribute(oid: string, value: Der): Der {
  return sequence(objectIdentifier(oid), setOf(value))
}

function childrenOf(set: Der): readonly Der[] {
  return Array.isArray(set.value) ? set.value : []
}

function decode(der: Uint8Array): Der {
  return decodeDer(der, 1 << 20, 'a part of a message')
}
