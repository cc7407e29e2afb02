import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatTextTime } from '#archive-schema/evidence/text-time.ts'

/** 密钥事件 (what became of a certificate): `use` it seals from now on, `revoke` what it sealed at or after an index does not count. */
export type KeyEvent = {
  readonly act: 'use' | 'revoke'
  /** SHA-256 of the DER of a package signer's certificate, lower-case hexadecimal. */
  readonly certificate: string
  /** Index in the ledger from which the event counts. */
  readonly from: number
  readonly at: Date
  /** Reason of a revocation (RFC 5280 5.3.1), `-` of a use. */
  readonly reason: RevocationReason | '-'
}

export const revocationReasons = ['keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation'] as const
export type RevocationReason = (typeof revocationReasons)[number]

const what = 'key event'
const form =
  /^archive-key-event\/1\nrole: package-signer\nact: (use|revoke)\ncertificate: ([0-9a-f]{64})\nfrom: (0|[1-9]\d{0,14})\nat: (\S{20})\nreason: (\S+)\n$/

/** Bytes of the text of a `key` entry: seven lines of ASCII. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatKeyEvent({ act, certificate, from, at, reason }: KeyEvent): Uint8Array {
  const lines = ['archive-key-event/1', 'role: package-signer', `act: ${act}`, `certificate: ${certificate}`]
  const text = [...lines, `from: ${from}`, `at: ${formatTextTime(at)}`, `reason: ${reason}`, ''].join('\n')
  demandOfEvidence(form.test(text), what, 'a field has a value that has no form')
  return Buffer.from(text)
}

/** Reads a text if it is exactly what `formatKeyEvent` writes. Throws `EVIDENCE_INVALID`. */
export function parseKeyEvent(bytes: Uint8Array): KeyEvent {
  const [, act, certificate = '', from, at = '', given] = form.exec(Buffer.from(bytes).toString('latin1')) ?? []
  demandOfEvidence(act === 'use' || act === 'revoke', what, 'it is not the seven lines of archive-key-event/1')
  const reason = act === 'use' ? ('-' as const) : revocationReasons.find((known) => known === given)
  demandOfEvidence(reason !== undefined && reason === given, what, `${given} is no reason of the act`)
  const event: KeyEvent = { act, certificate, from: Number(from), at: new Date(at), reason }
  const isTime = !Number.isNaN(event.at.getTime()) && Buffer.from(formatKeyEvent(event)).equals(bytes)
  demandOfEvidence(isTime, what, 'its lines are not written in the one allowed way')
  return event
}
