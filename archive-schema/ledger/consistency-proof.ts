import { Buffer } from 'node:buffer'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { half, type LeafRange, splitPoint } from './leaf-range.ts'
import { emptyRoot, nodeHash } from './tree-hash.ts'

/** A state of a tree. */
export type TreeState = { readonly size: number; readonly root: Uint8Array }

/**
 * 一致性证明: the ranges whose hashes prove that the tree of `size` entries begins with the tree of `old` entries
 * (RFC 6962, 2.1.2). None where one of them is empty or both are the same.
 */
export function consistencyRanges(old: number, size: number): LeafRange[] {
  if (old === 0 || old === size) return []
  const ranges: LeafRange[] = []
  let [start, end] = [0, size]
  while (old !== end) {
    const middle = start + splitPoint(end - start)
    ranges.unshift(old <= middle ? { start: middle, end } : { start, end: middle })
    if (old <= middle) end = middle
    else start = middle
  }
  // The whole old tree is what the verifier knows; a part of it has to be told.
  return start === 0 ? ranges : [{ start, end }, ...ranges]
}

/** Whether `proof` proves that the tree `later` begins with the tree `old` (RFC 9162, 2.1.4.2). */
export function isConsistent(
  algorithm: DigestAlgorithm,
  old: TreeState,
  later: TreeState,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(old.size) || !Number.isSafeInteger(later.size)) return false
  if (old.size < 0 || old.size > later.size) return false
  if (old.size === later.size) return proof.length === 0 && isSame(old.root, later.root)
  if (old.size === 0) return proof.length === 0 && isSame(old.root, emptyRoot(algorithm))
  return reachesBoth(algorithm, old, later, proof)
}

function reachesBoth(
  algorithm: DigestAlgorithm,
  old: TreeState,
  later: TreeState,
  proof: readonly Uint8Array[],
): boolean {
  let [place, last] = [old.size - 1, later.size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  const [first, ...rest] = place === 0 ? [old.root, ...proof] : proof
  if (first === undefined) return false
  let [reachedOld, reachedLater] = [first, first]
  for (const hash of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      reachedOld = nodeHash(algorithm, hash, reachedOld)
      reachedLater = nodeHash(algorithm, hash, reachedLater)
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else reachedLater = nodeHash(algorithm, reachedLater, hash)
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && isSame(reachedOld, old.root) && isSame(reachedLater, later.root)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other)
}
