import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { bitString, decodeDer, encodeDer, sequence, smallInteger, utf8String } from '#archive-schema/evidence/der.ts'
import { readInteger, readSequence } from '#archive-schema/evidence/read-der.ts'
import { readText } from '#archive-schema/signatures/read-values.ts'

/** Why an authority gives no token (PKIFailureInfo, RFC 3161 2.4.2): number of the bit. */
export const failureBits = { badAlg: 0, badRequest: 2, badDataFormat: 5, unacceptedPolicy: 15 } as const
export type Failure = keyof typeof failureBits

const [granted, grantedWithMods, rejection] = [0, 1, 2]
const maxResponseBytes = 64 * 1024

/** DER of an answer (TimeStampResp) with a token. */
export function formatGranted(token: Uint8Array): Buffer {
  return encodeDer(sequence(sequence(smallInteger(granted)), decodeDer(token, maxResponseBytes, 'the token')))
}

/** DER of an answer without one. */
export function formatRejected(failure: Failure, text: string): Buffer {
  const bit = failureBits[failure]
  const bytes = new Uint8Array(Math.floor(bit / 8) + 1)
  bytes[bytes.length - 1] = 0x80 >> (bit % 8)
  return encodeDer(
    sequence(sequence(smallInteger(rejection), sequence(utf8String(text)), bitString(bytes, 7 - (bit % 8)))),
  )
}

/** The token of an answer. Throws `SIGNATURE_INVALID` with the authority's reason where it gives none. */
export function parseResponse(bytes: Uint8Array): Buffer {
  const [info, token, ...rest] = readSequence(decodeDer(bytes, maxResponseBytes, 'the answer'), 'TimeStampResp')
  const [status, texts] = readSequence(info, 'PKIStatusInfo')
  const [number, ...more] = readInteger(status, 'PKIStatus')
  const isGranted = more.length === 0 && (number === granted || number === grantedWithMods)
  demandOfSignature(isGranted, `the authority refuses with status ${number}${reasonIn(texts)}`)
  demandOfSignature(token !== undefined && rest.length === 0, 'the answer holds no token')
  return encodeDer(token)
}

function reasonIn(texts: Parameters<typeof readSequence>[0]): string {
  if (texts === undefined || !texts.constructed) return ''
  return `: ${readSequence(texts, 'statusString')
    .map((text) => readText(text, 'statusString'))
    .join('; ')}`
}
