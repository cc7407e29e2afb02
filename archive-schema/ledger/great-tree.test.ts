import { expect, test } from 'vitest'
import { isConsistent } from './consistency-proof.ts'
import { HashTile } from './hash-tile.ts'
import { isIncluded } from './inclusion-proof.ts'
import { TiledTree, type TileSource } from './tiled-tree.ts'
import { leafHash, nodeHash } from './tree-hash.ts'

/** Tiles of a tree whose entries are all the same, so that it can have any size: a subtree is known by its height. */
const entry = leafHash('sha256', Buffer.from('the same'))
const heights: Uint8Array[] = [entry]
for (let height = 1; height <= 56; height += 1) {
  const below = heights[height - 1] ?? entry
  heights.push(nodeHash('sha256', below, below))
}
const source: TileSource = {
  tile: async ({ level, width }) => {
    const hash = heights[Number(level) * 8] ?? entry
    return new HashTile(
      'sha256',
      Array.from({ length: width }, () => hash),
    )
  },
}

const sizes = [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 + 257, 2 ** 40 + 12_345, 2 ** 49 + 1, 2 ** 53 - 1]

test.for(sizes)('a tree of %d entries has proofs that are right, beyond the 32 bits of bit operators', async (size) => {
  const tree = new TiledTree('sha256', size, source)
  const root = await tree.root()
  for (const index of [0, 1, 2 ** 31 - 2, Math.floor(size / 3), size - 2, size - 1]) {
    const proof = await tree.inclusionProof(index)
    expect(isIncluded('sha256', { leaf: entry, index, size, root }, proof)).toBe(true)
    expect(isIncluded('sha256', { leaf: entry, index, size, root }, proof.slice(1))).toBe(false)
  }
  for (const old of [1, 2 ** 30 + 3, 2 ** 31 - 2, Math.floor(size / 7), size - 1]) {
    const before = { size: old, root: await new TiledTree('sha256', old, source).root() }
    expect(isConsistent('sha256', before, { size, root }, await tree.consistencyProof(old))).toBe(true)
    expect(isConsistent('sha256', { ...before, root: entry }, { size, root }, await tree.consistencyProof(old))).toBe(
      old === 1,
    )
  }
})

test('sizes that cannot be counted are refused', () => {
  const inclusion = { leaf: entry, index: 0, size: 2 ** 53, root: entry }
  expect(isIncluded('sha256', inclusion, [])).toBe(false)
  expect(isConsistent('sha256', { size: 1, root: entry }, { size: 2 ** 53, root: entry }, [])).toBe(false)
})
