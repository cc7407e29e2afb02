import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import {
  decodeDer,
  encodeDer,
  generalizedTime,
  integer,
  objectIdentifier,
  sequence,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import { isInteger, readInteger, readObjectIdentifier, readSequence } from '#archive-schema/evidence/read-der.ts'
import { readAnyTime } from '#archive-schema/signatures/read-values.ts'
import { formatImprint, type MessageImprint, readImprint } from './message-imprint.ts'

/** What a token says (TSTInfo, RFC 3161 2.4.2), as far as evidence asks. */
export type TimeStampInfo = {
  readonly policy: string
  readonly imprint: MessageImprint
  /** Two's complement bytes. */
  readonly serial: Buffer
  /** 时间 genTime */
  readonly at: Date
  readonly nonce?: Buffer
}

const maxInfoBytes = 64 * 1024

/** DER of what a token says, with an accuracy of one second. */
export function formatInfo({ policy, imprint, serial, at, nonce }: TimeStampInfo): Buffer {
  return encodeDer(
    sequence(
      smallInteger(1),
      objectIdentifier(policy),
      formatImprint(imprint),
      integer(serial),
      generalizedTime(at),
      sequence(smallInteger(1)),
      ...(nonce === undefined ? [] : [integer(nonce)]),
    ),
  )
}

/** Accuracy, ordering, name and extensions are not looked at: the signature covers them. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`. */
export function parseInfo(bytes: Uint8Array): TimeStampInfo {
  const fields = readSequence(decodeDer(bytes, maxInfoBytes, 'TSTInfo'), 'TSTInfo')
  const [version, policy, imprint, serial, at, ...rest] = fields
  demandOfSignature(readInteger(version, 'version').equals(Uint8Array.of(1)), 'TSTInfo is not of version 1')
  const nonce = rest.find(isInteger)
  return {
    policy: readObjectIdentifier(policy, 'policy'),
    imprint: readImprint(imprint),
    serial: readInteger(serial, 'serialNumber'),
    at: readAnyTime(at, 'genTime'),
    ...(nonce === undefined ? {} : { nonce: readInteger(nonce, 'nonce') }),
  }
}
