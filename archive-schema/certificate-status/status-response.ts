import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import {
  isContext,
  readBits,
  readContext,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { primitiveContext, readAnyTime } from '#archive-schema/signatures/read-values.ts'

/** 证书状态 of one certificate, as somebody says. */
export type SingleStatus = {
  /** DER of the CertID. */
  readonly id: Buffer
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
}

/** 证书状态应答 (BasicOCSPResponse, RFC 6960 4.2.1) as it was read; nothing of it is verified. */
export type StatusResponse = {
  /** The signed bytes, the object identifier of the algorithm, and the signature over them. */
  readonly content: Buffer
  readonly signatureAlgorithm: string
  readonly signature: Buffer
  readonly statuses: readonly SingleStatus[]
  readonly nonce?: Buffer
  /** DER of the certificates that came along. */
  readonly certificates: readonly Buffer[]
}

const maxResponseBytes = 64 * 1024
const failures = ['', 'malformedRequest', 'internalError', 'tryLater', '', 'sigRequired', 'unauthorized'] as const

/** Reads an answer in DER. Throws `SIGNATURE_INVALID`, also where the responder gives none. */
export function parseStatusResponse(bytes: Uint8Array): StatusResponse {
  const [status, body, ...more] = readSequence(decodeDer(bytes, maxResponseBytes, 'the status'), 'OCSPResponse')
  const code = Number(typeof status?.value === 'string' ? status.value.charCodeAt(0) : Number.NaN)
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
  const fields = [...readSequence(content, 'ResponseData')]
  const extensions = isContext(fields.at(-1), 1) ? fields.pop() : undefined
  const statuses = readSequence(fields.pop(), 'responses').map(readSingle)
  const nonce = readNonce(extensions)
  return {
    content: encodeDer(content),
    signatureAlgorithm: readObjectIdentifier(readSequence(algorithm, 'signature algorithm')[0], 'signature algorithm'),
    signature: readBits(signature, 'signature of a status'),
    statuses,
    ...(nonce === undefined ? {} : { nonce }),
    certificates:
      certificates === undefined
        ? []
        : readSequence(readContext(certificates, 0, 'certs', 1)[0], 'certs').map((one) => encodeDer(one)),
  }
}

function readSingle(value: Der): SingleStatus {
  const [id, status, thisUpdate, ...rest] = readSequence(value, 'SingleResponse')
  demandOfSignature(id !== undefined, 'a status is of no certificate')
  const next = isContext(rest[0], 0) ? readContext(rest[0], 0, 'nextUpdate', 1)[0] : undefined
  return {
    id: encodeDer(id),
    status: readStatus(status),
    thisUpdate: readAnyTime(thisUpdate, 'thisUpdate'),
    ...(next === undefined ? {} : { nextUpdate: readAnyTime(next, 'nextUpdate') }),
  }
}

function readStatus(value: Der | undefined): SingleStatus['status'] {
  if (primitiveContext(value, 0)?.length === 0) return 'good'
  if (isContext(value, 1)) return 'revoked'
  demandOfSignature(primitiveContext(value, 2)?.length === 0, 'a status is none that is known')
  return 'unknown'
}

function readNonce(extensions: Der | undefined): Buffer | undefined {
  if (extensions === undefined) return undefined
  const [list] = readContext(extensions, 1, 'responseExtensions', 1)
  for (const extension of readSequence(list, 'responseExtensions')) {
    const [name, ...rest] = readSequence(extension, 'extension of a status')
    if (readObjectIdentifier(name, 'extension of a status') !== oids.ocspNonce) continue
    const octets = readOctets(rest.at(-1), 'nonce')
    return readOctets(decodeDer(octets, maxResponseBytes, 'the nonce'), 'nonce')
  }
  return undefined
}
