import { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import {
  booleanTrue,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  sequence,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import {
  isBoolean,
  isInteger,
  isObjectIdentifier,
  readBoolean,
  readInteger,
  readObjectIdentifier,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { formatImprint, type MessageImprint, readImprint } from './message-imprint.ts'

/** 时间戳请求 (TimeStampReq, RFC 3161 2.4.1). */
export type TimeStampRequest = {
  readonly imprint: MessageImprint
  /** The policy that is asked for, dotted. */
  readonly policy?: string
  /** Two's complement bytes: the answer must bring the same. */
  readonly nonce?: Buffer
  /** Whether the answer is to bring the authority's certificates. */
  readonly wantsCertificates: boolean
}

const maxRequestBytes = 4096

/** A nonce of 16 bytes that is positive and as long in DER, from as many random bytes. */
export function nonceOf(random: Uint8Array): Buffer {
  const nonce = Buffer.from(random)
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
  return nonce
}

/** DER of a request. */
export function formatRequest({ imprint, policy, nonce, wantsCertificates }: TimeStampRequest): Buffer {
  return encodeDer(
    sequence(
      smallInteger(1),
      formatImprint(imprint),
      ...(policy === undefined ? [] : [objectIdentifier(policy)]),
      ...(nonce === undefined ? [] : [integer(nonce)]),
      ...(wantsCertificates ? [booleanTrue()] : []),
    ),
  )
}

/** Reads a request; one with extensions is refused, as RFC 3161 wants of who knows none. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`. */
export function parseRequest(bytes: Uint8Array): TimeStampRequest {
  const [version, imprint, ...rest] = readSequence(decodeDer(bytes, maxRequestBytes, 'the request'), 'TimeStampReq')
  demandOfSignature(readInteger(version, 'version').equals(Uint8Array.of(1)), 'the request is not of version 1')
  const policy = isObjectIdentifier(rest[0]) ? readObjectIdentifier(rest.shift(), 'reqPolicy') : undefined
  const nonce = isInteger(rest[0]) ? readInteger(rest.shift(), 'nonce') : undefined
  const wantsCertificates = isBoolean(rest[0]) && readBoolean(rest.shift(), 'certReq')
  demandOfSignature(rest.length === 0, 'the request has extensions')
  return {
    imprint: readImprint(imprint),
    ...(policy === undefined ? {} : { policy }),
    ...(nonce === undefined ? {} : { nonce }),
    wantsCertificates,
  }
}
