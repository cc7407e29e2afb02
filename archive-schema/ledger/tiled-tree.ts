import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { consistencyRanges } from './consistency-proof.ts'
import { type HashTile, tileOf } from './hash-tile.ts'
import { inclusionRanges } from './inclusion-proof.ts'
import { type LeafRange, type Subtree, subtreesOf } from './leaf-range.ts'
import { type TilePlace, tileIn } from './tile-place.ts'
import { joinSubtrees } from './tree-hash.ts'

/** Where the tiles of one tree are read. */
export interface TileSource {
  tile(place: TilePlace): Promise<HashTile>
}

/** 哈希树 as its tiles show it when it had `size` entries. Nothing of it is believed: roots and proofs come from the tiles. */
export class TiledTree {
  readonly size: number
  readonly #algorithm: DigestAlgorithm
  readonly #source: TileSource

  constructor(algorithm: DigestAlgorithm, size: number, source: TileSource) {
    this.#algorithm = algorithm
    this.size = size
    this.#source = source
  }

  root(): Promise<Uint8Array> {
    return this.#hashOf({ start: 0, end: this.size })
  }

  /** 存在证明 of the entry at `index`, from the leaf's sibling upward. Throws `RangeError` if the tree has no such entry. */
  inclusionProof(index: number): Promise<Uint8Array[]> {
    if (index >= this.size) throw new RangeError(`a tree of ${this.size} entries has no entry ${index}`)
    return this.#hashesOf(inclusionRanges(index, this.size))
  }

  /** 一致性证明 from the tree of the first `old` entries. Throws `RangeError` if the tree has fewer. */
  consistencyProof(old: number): Promise<Uint8Array[]> {
    if (old > this.size) throw new RangeError(`a tree of ${this.size} entries never had ${old}`)
    return this.#hashesOf(consistencyRanges(old, this.size))
  }

  #hashesOf(ranges: readonly LeafRange[]): Promise<Uint8Array[]> {
    return Promise.all(ranges.map((range) => this.#hashOf(range)))
  }

  async #hashOf(range: LeafRange): Promise<Uint8Array> {
    const hashes = await Promise.all(subtreesOf(range).map((subtree) => this.#subtree(subtree)))
    return joinSubtrees(this.#algorithm, hashes)
  }

  async #subtree(subtree: Subtree): Promise<Uint8Array> {
    const { level, index, node } = tileOf(subtree)
    const place = tileIn(this.size, level, index)
    if (place === undefined) throw new RangeError(`a tree of ${this.size} entries has no tile ${level}/${index}`)
    return (await this.#source.tile(place)).node(node)
  }
}
