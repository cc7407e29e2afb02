import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatTextTime } from '#archive-schema/evidence/text-time.ts'
import { demandRebuilt, formatLined, parseLined } from './lined-text.ts'

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

const kind = 'archive-key-event/1'
const names = ['role', 'act', 'certificate', 'from', 'at', 'reason'] as const

/** Bytes of the text of a `key` entry: seven lines of ASCII. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatKeyEvent({ act, certificate, from, at, reason }: KeyEvent): Uint8Array {
  demandOfEvidence(/^[0-9a-f]{64}$/.test(certificate), kind, 'it names no certificate by its SHA-256')
  demandOfEvidence(Number.isSafeInteger(from) && from >= 0 && from < 1e15, kind, `${from} is no index`)
  const fields = { role: 'package-signer', act, certificate, from: `${from}`, at: formatTextTime(at), reason }
  return formatLined(kind, { fields, lines: [] })
}

/** Reads a text if it is exactly what `formatKeyEvent` writes. Throws `EVIDENCE_INVALID`. */
export function parseKeyEvent(bytes: Uint8Array): KeyEvent {
  const { act, certificate, from, at: time, reason: given } = parseLined(kind, names, bytes).fields
  demandOfEvidence(act === 'use' || act === 'revoke', kind, `${act} is no act`)
  const reason = act === 'use' ? ('-' as const) : revocationReasons.find((known) => known === given)
  demandOfEvidence(reason !== undefined, kind, `${given} is no reason of the act`)
  const at = new Date(time)
  demandOfEvidence(!Number.isNaN(at.getTime()), kind, `${time} is no time`)
  const event: KeyEvent = { act, certificate, from: Number(from), at, reason }
  demandRebuilt(kind, formatKeyEvent(event), bytes)
  return event
}
