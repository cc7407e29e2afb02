import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { ArchiveError } from '#archive-schema/archive-error.ts'

/** 分片: the `slice`-th of `slices` parts of everything that is kept, from 1. Every key belongs to exactly one. */
export type Slice = { readonly slice: number; readonly slices: number }

export const wholeRound: Slice = { slice: 1, slices: 1 }

const mostSlices = 1_000_000
const form = /^([1-9][0-9]{0,6})\/([1-9][0-9]{0,6})$/

/** Reads `2/12`. Throws `REQUEST_INVALID`. */
export function parseSlice(text: string): Slice {
  const [, slice, slices] = form.exec(text) ?? []
  const parsed = { slice: Number(slice), slices: Number(slices) }
  if (parsed.slice <= parsed.slices && parsed.slices <= mostSlices) return parsed
  const found = `${text}: expected n/t with 1 <= n <= t <= ${mostSlices}`
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'slice', found })
}

export function formatSlice({ slice, slices }: Slice): string {
  return `${slice}/${slices}`
}

/** Whether what lies under `key` belongs to the slice. The objects of one record, and what lies beside them, share one. */
export function isInSlice(key: string, { slice, slices }: Slice): boolean {
  return (numberOf(`slice\n${groupOf(key)}`) % slices) + 1 === slice
}

/** Whether an object is in a sample of `percent`; another `seed` makes another sample. */
export function isInSample(key: string, seed: string, percent: number): boolean {
  return (numberOf(`sample\n${seed}\n${groupOf(key)}`) % 1_000_000) / 10_000 < percent
}

/** The folder of a record for what lies in it, by the layout `<全宗号>/<年度>/<电子文件号>/…`; else the key itself. */
function groupOf(key: string): string {
  const parts = key.split('/')
  return parts.length === 4 && parts[0] !== 'ledger' ? parts.slice(0, 3).join('/') : key
}

function numberOf(text: string): number {
  return createHash('sha256').update(Buffer.from(text)).digest().readUIntBE(0, 6)
}
