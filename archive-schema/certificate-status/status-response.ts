import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import {
  isContext,
  readBits,
  readContext,
  readEnumerated,
  readGeneralizedTime,
  readInteger,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { readExtensions } from '#archive-schema/evidence/read-extensions.ts'
import { readSingleStatus, type SingleStatus } from './single-status.ts'

/** 证书状态应答 (BasicOCSPResponse, RFC 6960 4.2.1) as it was read; nothing of it is verified. */
export type StatusResponse = {
  /** The signed bytes, the object identifier of the algorithm, and the signature over them. */
  readonly content: Buffer
  readonly signatureAlgorithm: string
  readonly signature: Buffer
  /** When the responder signed it. */
  readonly producedAt: Date
  readonly statuses: readonly SingleStatus[]
  readonly nonce?: Buffer
  /** DER of the certificates that came along. */
  readonly certificates: readonly Buffer[]
}

const maxResponseBytes = 64 * 1024
/** OCSPResponseStatus; 4 is not used. */
const failures: readonly (string | undefined)[] = [
  undefined,
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
]
const understood: ReadonlySet<string> = new Set([oids.ocspNonce])

/** Reads an answer in DER. Throws `SIGNATURE_INVALID`, also where the responder gives none. */
export function parseStatusResponse(bytes: Uint8Array): StatusResponse {
  const [status, body, ...more] = readSequence(decodeDer(bytes, maxResponseBytes, 'the status'), 'OCSPResponse')
  const code = readEnumerated(status, 'responseStatus')
  demandOfSignature(code === 0, `the responder gives no status: ${failures[code] ?? code}`)
  const [typed] = readContext(body, 0, 'responseBytes', 1)
  const [type, octets] = readSequence(typed, 'responseBytes', 2)
  const isBasic = more.length === 0 && readObjectIdentifier(type, 'responseType') === oids.ocspBasic
  demandOfSignature(isBasic, 'the answer is no basic OCSP response')
  return readBasic(decodeDer(readOctets(octets, 'response'), maxResponseBytes, 'the status'))
}

function readBasic(value: Der): StatusResponse {
  const [content, algorithm, signature, certificates, ...more] = readSequence(value, 'BasicOCSPResponse')
  demandOfSignature(content !== undefined && more.length === 0, 'the answer is cut off, or has too much')
  return {
    content: encodeDer(content),
    ...readContent(content),
    signatureAlgorithm: readObjectIdentifier(readSequence(algorithm, 'signature algorithm')[0], 'signature algorithm'),
    signature: readBits(signature, 'signature of a status'),
    certificates:
      certificates === undefined
        ? []
        : readSequence(readContext(certificates, 0, 'certs', 1)[0], 'certs').map((one) => encodeDer(one)),
  }
}

function readContent(content: Der): Pick<StatusResponse, 'producedAt' | 'statuses' | 'nonce'> {
  const fields = [...readSequence(content, 'ResponseData')]
  if (isContext(fields[0], 0)) demandVersion1(fields.shift())
  const [responder, producedAt, responses, extensions, ...more] = fields
  const isNamed = isContext(responder, 1) || isContext(responder, 2)
  demandOfSignature(isNamed && more.length === 0, 'ResponseData has another form')
  const nonce = extensions === undefined ? undefined : readNonce(extensions)
  return {
    producedAt: readGeneralizedTime(producedAt, 'producedAt'),
    statuses: readSequence(responses, 'responses').map(readSingleStatus),
    ...(nonce === undefined ? {} : { nonce }),
  }
}

/** v1 is 0, and left out by whoever writes DER. */
function demandVersion1(wrapped: Der | undefined): void {
  const [version] = readContext(wrapped, 0, 'version of a status', 1)
  const isVersion1 = readInteger(version, 'version of a status').equals(Uint8Array.of(0))
  demandOfSignature(isVersion1, 'the status is not v1')
}

function readNonce(wrapped: Der): Buffer | undefined {
  const [list] = readContext(wrapped, 1, 'responseExtensions', 1)
  const nonce = readExtensions(list, 'the answer', understood).get(oids.ocspNonce)
  return nonce && readOctets(decodeDer(nonce.content, maxResponseBytes, 'the nonce'), 'nonce')
}
