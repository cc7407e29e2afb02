import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { GrowingTree } from './growing-tree.ts'
import { HashTile, parseTile } from './hash-tile.ts'
import { splitPoint } from './leaf-range.ts'
import { formatTilePath, type TilePlace } from './tile-place.ts'
import { TiledTree, type TileSource } from './tiled-tree.ts'
import { emptyRoot, leafHash, nodeHash } from './tree-hash.ts'

/** A tree in memory, for tests: its tiles as they were written at every size. */
export class MemoryTree implements TileSource {
  readonly tiles = new Map<string, Uint8Array>()
  readonly roots: Uint8Array[]
  readonly #algorithm: DigestAlgorithm
  readonly #growing: GrowingTree
  readonly #read = new Map<string, HashTile>()

  constructor(algorithm: DigestAlgorithm) {
    this.#algorithm = algorithm
    this.#growing = new GrowingTree(algorithm, 0, [])
    this.roots = [emptyRoot(algorithm)]
  }

  append(entry: Uint8Array): void {
    this.#growing.append(leafHash(this.#algorithm, entry))
    for (const { place, bytes } of this.#growing.takeTiles()) this.tiles.set(formatTilePath(place), bytes)
    this.roots.push(this.#growing.root())
  }

  async tile(place: TilePlace): Promise<HashTile> {
    const path = formatTilePath(place)
    const tile = this.#read.get(path) ?? this.#parse(path, place)
    this.#read.set(path, tile)
    return tile
  }

  #parse(path: string, place: TilePlace): HashTile {
    const bytes = this.tiles.get(path)
    if (bytes === undefined) throw new Error(`${path} was never written`)
    return new HashTile(this.#algorithm, parseTile(bytes, place))
  }

  /** The tree when it had `size` entries. */
  at(size: number): TiledTree {
    return new TiledTree(this.#algorithm, size, this)
  }
}

/** Root, proof of inclusion and proof of consistency word for word as RFC 6962 defines them (2.1, 2.1.1, 2.1.2). */
export class DefinedTree {
  readonly #algorithm: DigestAlgorithm
  readonly #entries: readonly Uint8Array[]
  readonly #known = new Map<string, Uint8Array>()

  constructor(algorithm: DigestAlgorithm, entries: readonly Uint8Array[]) {
    this.#algorithm = algorithm
    this.#entries = entries
  }

  root(start: number, end: number): Uint8Array {
    const key = `${start}-${end}`
    const root = this.#known.get(key) ?? this.#compute(start, end)
    this.#known.set(key, root)
    return root
  }

  path(index: number, start: number, end: number): Uint8Array[] {
    if (end - start === 1) return []
    const k = splitPoint(end - start)
    if (index < k) return [...this.path(index, start, start + k), this.root(start + k, end)]
    return [...this.path(index - k, start + k, end), this.root(start, start + k)]
  }

  proof(old: number, size: number): Uint8Array[] {
    return this.#subproof(old, 0, size, true)
  }

  #subproof(old: number, start: number, end: number, isWhole: boolean): Uint8Array[] {
    if (old === end - start) return isWhole ? [] : [this.root(start, end)]
    const k = splitPoint(end - start)
    if (old <= k) return [...this.#subproof(old, start, start + k, isWhole), this.root(start + k, end)]
    return [...this.#subproof(old - k, start + k, end, false), this.root(start, start + k)]
  }

  #compute(start: number, end: number): Uint8Array {
    if (start === end) return emptyRoot(this.#algorithm)
    if (end - start === 1) return leafHash(this.#algorithm, this.#entries[start] ?? Buffer.of())
    const middle = start + splitPoint(end - start)
    return nodeHash(this.#algorithm, this.root(start, middle), this.root(middle, end))
  }
}
