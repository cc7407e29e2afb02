/** Leaves of a tree from `start` (inclusive) to `end` (exclusive). Indexes are safe integers, not 32 bits. */
export type LeafRange = { readonly start: number; readonly end: number }

/** A full subtree: the `index`-th run of 2^`level` leaves. */
export type Subtree = { readonly level: number; readonly index: number }

/** Largest power of two below `leaves`, which are at least two: where RFC 6962 parts a tree. */
export function splitPoint(leaves: number): number {
  let point = 1
  // By doubling: Math.log2 rounds, and bit operators see 32 bits only.
  while (point * 2 < leaves) point *= 2
  return point
}

/** The full subtrees of a range that RFC 6962 comes to when it parts a tree, left to right. */
export function subtreesOf({ start, end }: LeafRange): Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = start; at < end; ) {
    let [leaves, level] = [1, 0]
    while (at % (leaves * 2) === 0 && at + leaves * 2 <= end) [leaves, level] = [leaves * 2, level + 1]
    subtrees.push({ level, index: at / leaves })
    at += leaves
  }
  return subtrees
}

/** Half of an index, rounded down; without bit operators, which see 32 bits only. */
export function half(place: number): number {
  return Math.floor(place / 2)
}
