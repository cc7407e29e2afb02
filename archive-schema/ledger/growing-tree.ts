import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { formatTile, HashTile } from './hash-tile.ts'
import { subtreesOf } from './leaf-range.ts'
import { fullWidth, type TilePlace } from './tile-place.ts'
import { joinSubtrees } from './tree-hash.ts'

/** A tile and its bytes. */
export type WrittenTile = { readonly place: TilePlace; readonly bytes: Uint8Array }

/** The hashes of the partial tiles of a tree, from the leaves upward; none where a level has no partial tile. */
export type TreeEdge = readonly (readonly Uint8Array[])[]

/** 哈希树 that grows at its right edge. It holds the partial tiles only: at most 255 hashes a level. */
export class GrowingTree {
  readonly #algorithm: DigestAlgorithm
  readonly #edge: Uint8Array[][]
  readonly #changed = new Set<number>()
  #full: WrittenTile[] = []
  #size: number

  constructor(algorithm: DigestAlgorithm, size: number, edge: TreeEdge) {
    this.#algorithm = algorithm
    this.#size = size
    this.#edge = edge.map((hashes) => [...hashes])
  }

  get size(): number {
    return this.#size
  }

  /** Appends the leaf with this hash. */
  append(leaf: Uint8Array): void {
    this.#size += 1
    let carried = leaf
    for (let [level, hashes] = [0, this.#size]; ; level += 1) {
      const row = this.#rowAt(level)
      row.push(carried)
      this.#changed.add(level)
      if (row.length < fullWidth) return
      hashes = Math.floor(hashes / fullWidth)
      this.#full.push({ place: { level, index: hashes - 1, width: fullWidth }, bytes: formatTile(row) })
      carried = new HashTile(this.#algorithm, row.splice(0)).root()
    }
  }

  /** Every tile that has become full, and every partial tile that has changed, since the last call. */
  takeTiles(): WrittenTile[] {
    const full = this.#full
    this.#full = []
    const changed = [...this.#changed].filter((level) => this.#rowAt(level).length > 0)
    this.#changed.clear()
    return [...full, ...changed.map((level) => this.#partial(level))]
  }

  /** Root of the whole tree. */
  root(): Uint8Array {
    const hashes = this.#edge.map((row) => {
      const tile = new HashTile(this.#algorithm, row)
      return subtreesOf({ start: 0, end: row.length }).map((subtree) => tile.node(subtree))
    })
    return joinSubtrees(this.#algorithm, hashes.toReversed().flat())
  }

  #partial(level: number): WrittenTile {
    const row = this.#rowAt(level)
    const index = Math.floor(this.#size / fullWidth ** (level + 1))
    return { place: { level, index, width: row.length }, bytes: formatTile(row) }
  }

  #rowAt(level: number): Uint8Array[] {
    const row = this.#edge[level] ?? []
    this.#edge[level] = row
    return row
  }
}
