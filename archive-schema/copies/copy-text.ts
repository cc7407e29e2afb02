import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { demandRebuilt, formatLined, parseLined } from '#archive-schema/ledger/lined-text.ts'
import { type StoreName, storeNames } from './store-name.ts'

/** An object of a copy as it was read back: where it lies, in which version, and what its bytes are. */
export type CopiedObject = Fixity & { readonly key: string; readonly version: string }

/** 副本登记 (what the entry `store` of the ledger is about): the objects of one batch that came to rest in a store. */
export type CopyBatch = {
  readonly store: StoreName
  /** Kind and place of the store. */
  readonly place: string
  readonly copiedAt: Date
  /** In the order of their keys. */
  readonly objects: readonly CopiedObject[]
}

const kind = 'archive-store-copy/1'
const names = ['store', 'place', 'copied', 'objects', 'bytes'] as const
const objectForm = /^(0|[1-9][0-9]{0,14}) sha256:([0-9a-f]{64}) sm3:([0-9a-f]{64}) (\S{1,1024}) (.+)$/

/** Bytes of the text. Throws `EVIDENCE_INVALID` if a value has no form. */
export function formatCopyBatch({ store, place, copiedAt, objects }: CopyBatch): Uint8Array {
  const lines = objects.map((object) => formatObject(object))
  demandOfEvidence(
    lines.every((line) => objectForm.test(line)),
    kind,
    'an object has a value that has no form',
  )
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0)
  const fields = { store, place, copied: copiedAt.toISOString(), objects: `${objects.length}`, bytes: `${bytes}` }
  return formatLined(kind, { fields, lines })
}

/** Reads `bytes` if they are exactly what `formatCopyBatch` writes. Throws `EVIDENCE_INVALID`. */
export function parseCopyBatch(bytes: Uint8Array): CopyBatch {
  const { fields, lines } = parseLined(kind, names, bytes)
  const store = storeNames.find((name) => name === fields.store)
  const copiedAt = new Date(fields.copied)
  demandOfEvidence(store !== undefined && !Number.isNaN(copiedAt.getTime()), kind, 'store or time have no form')
  const batch = { store, place: fields.place, copiedAt, objects: lines.map(parseObject) }
  demandRebuilt(kind, formatCopyBatch(batch), bytes)
  return batch
}

function formatObject({ bytes, sha256, sm3, version, key }: CopiedObject): string {
  return `${bytes} sha256:${sha256} sm3:${sm3} ${version} ${key}`
}

function parseObject(line: string): CopiedObject {
  const [, bytes, sha256, sm3, version, key] = objectForm.exec(line) ?? []
  const isRead = sha256 !== undefined && sm3 !== undefined && version !== undefined && key !== undefined
  demandOfEvidence(isRead, kind, `"${line}" is no line of an object`)
  return { bytes: Number(bytes), sha256, sm3, version, key }
}
