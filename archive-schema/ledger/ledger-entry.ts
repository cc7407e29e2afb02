import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { Digests } from '#archive-schema/fixity.ts'

/**
 * 账本条目类型: what the digests of an entry are of. Readers accept other types as well: a later version may have more.
 */
export const ledgerEntryTypes = [
  'seal',
  'supersede',
  'store',
  'transfer',
  'receipt',
  'hold',
  'release',
  'extend',
  'audit',
  'reconcile',
  'dispose',
  'key',
  'token',
  'worm-proof',
] as const
export type LedgerEntryType = (typeof ledgerEntryTypes)[number]

/** 账本条目 (ledger entry): the digests of a text that lies elsewhere. It holds no personal data. */
export type LedgerEntry = Digests & { readonly type: string }

const what = 'ledger entry'
const form = /^archive-log-entry\/1 ([a-z][a-z-]{0,31}) sha256:([0-9a-f]{64}) sm3:([0-9a-f]{64})\n$/

/** The entry of a text, e.g. `seal` of `statement.txt`. */
export function entryOf(type: LedgerEntryType, text: Uint8Array): LedgerEntry {
  const { sha256, sm3 } = measureBytes(text)
  return { type, sha256, sm3 }
}

/** Bytes of an entry, the leaf of the trees: one line of ASCII with LF. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatEntry({ type, sha256, sm3 }: LedgerEntry): Uint8Array {
  const line = `archive-log-entry/1 ${type} sha256:${sha256} sm3:${sm3}\n`
  demandOfEvidence(form.test(line), what, 'a field has a value that has no form')
  return Buffer.from(line, 'latin1')
}

/** Reads `bytes` if they are exactly what `formatEntry` writes. Throws `EVIDENCE_INVALID`. */
export function parseEntry(bytes: Uint8Array): LedgerEntry {
  const [, type, sha256, sm3] = form.exec(Buffer.from(bytes).toString('latin1')) ?? []
  const isRead = type !== undefined && sha256 !== undefined && sm3 !== undefined
  demandOfEvidence(isRead, what, 'it is not the line of archive-log-entry/1')
  const entry = { type, sha256, sm3 }
  demandOfEvidence(Buffer.from(formatEntry(entry)).equals(bytes), what, 'it is not written in the one allowed way')
  return entry
}
