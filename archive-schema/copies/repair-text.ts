import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { Digests } from '#archive-schema/fixity.ts'
import { demandRebuilt, formatLined, parseLined } from '#archive-schema/ledger/lined-text.ts'
import { type StoreName, storeNames } from './store-name.ts'

/** 修复记录 (what the entry `store` of a repair is about): what was bad, twice read, and from which copy it was made good. */
export type Repair = {
  /** The store that was repaired, and the one that the bytes came from. */
  readonly store: StoreName
  readonly source: StoreName
  readonly repairedAt: Date
  readonly key: string
  /** Where the good bytes lie now: the key itself where nothing was, else a new place beside the locked bad bytes. */
  readonly place: string
  readonly version: string
  readonly bytes: number
  readonly digests: Digests
  /** What each of the two readings found of the bad object, and of the good one. */
  readonly bad: readonly [string, string]
  readonly good: readonly [string, string]
}

const kind = 'archive-store-repair/1'
const readings = ['bad-1', 'bad-2', 'good-1', 'good-2'] as const
const facts = ['place', 'version', 'bytes', 'sha256', 'sm3'] as const
const names = ['store', 'source', 'repaired', 'key', ...facts, ...readings] as const

/** Bytes of the text. Throws `EVIDENCE_INVALID` if a value has no form. */
export function formatRepair(repair: Repair): Uint8Array {
  const { store, source, key, place, version, digests, bad, good } = repair
  const fields = {
    ...{ store, source, repaired: repair.repairedAt.toISOString(), key, place, version, bytes: `${repair.bytes}` },
    ...{ sha256: digests.sha256, sm3: digests.sm3 },
    ...{ 'bad-1': bad[0], 'bad-2': bad[1], 'good-1': good[0], 'good-2': good[1] },
  }
  return formatLined(kind, { fields, lines: [] })
}

/** Reads `bytes` if they are exactly what `formatRepair` writes. Throws `EVIDENCE_INVALID`. */
export function parseRepair(bytes: Uint8Array): Repair {
  const { fields } = parseLined(kind, names, bytes)
  const [store, source] = [fields.store, fields.source].map((text) => storeNames.find((name) => name === text))
  const repairedAt = new Date(fields.repaired)
  const isRead = store !== undefined && source !== undefined && !Number.isNaN(repairedAt.getTime())
  demandOfEvidence(isRead, kind, 'stores or time have no form')
  const repair: Repair = {
    ...{ store, source, repairedAt, key: fields.key, place: fields.place, version: fields.version },
    bytes: Number(fields.bytes),
    digests: { sha256: fields.sha256, sm3: fields.sm3 },
    bad: [fields['bad-1'], fields['bad-2']],
    good: [fields['good-1'], fields['good-2']],
  }
  demandRebuilt(kind, formatRepair(repair), bytes)
  return repair
}
