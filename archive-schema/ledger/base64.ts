import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { hashBytes } from './tree-hash.ts'

/** Base64 (RFC 4648, 4) with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Bytes of base64 that is written in the one canonical way. Throws `EVIDENCE_INVALID`, naming `file`. */
export function fromBase64(text: string, file: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  demandOfEvidence(bytes.toString('base64') === text, file, `"${text}" is not canonical base64`)
  return bytes
}

/** A hash in base64. Throws `EVIDENCE_INVALID`, naming `file`. */
export function hashFromBase64(text: string, file: string): Buffer {
  const bytes = fromBase64(text, file)
  demandOfEvidence(bytes.length === hashBytes, file, `"${text}" is not a hash of ${hashBytes} bytes`)
  return bytes
}
