import { Buffer } from 'node:buffer'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { half, type LeafRange, splitPoint } from './leaf-range.ts'
import { nodeHash } from './tree-hash.ts'

/** What a proof of inclusion says: the entry with this hash stands at `index` in the tree of `size` entries with `root`. */
export type Inclusion = {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
}

/** 存在证明: the ranges whose hashes are the proof (RFC 6962, 2.1.1), from the leaf's sibling upward. `index` is below `size`. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitPoint(end - start)
    ranges.unshift(index < middle ? { start: middle, end } : { start, end: middle })
    if (index < middle) end = middle
    else start = middle
  }
  return ranges
}

/** Whether `proof` proves the inclusion (RFC 9162, 2.1.3.2). */
export function isIncluded(algorithm: DigestAlgorithm, inclusion: Inclusion, proof: readonly Uint8Array[]): boolean {
  const { leaf, index, size, root } = inclusion
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  let [place, last, reached] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      reached = nodeHash(algorithm, sibling, reached)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else reached = nodeHash(algorithm, reached, sibling)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && Buffer.from(reached).equals(root)
}
