import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import type { Subtree } from './leaf-range.ts'
import { formatTilePath, fullWidth, type TilePlace } from './tile-place.ts'
import { hashBytes, nodeHash } from './tree-hash.ts'

/** Height of a tile: 2^8 hashes. */
const height = 8

/** Where the hash of a full subtree is found: in which tile, and there as which node. */
export type NodePlace = { readonly level: number; readonly index: number; readonly node: Subtree }

/** The tile that holds a full subtree of a tree. */
export function tileOf({ level, index }: Subtree): NodePlace {
  const [tileLevel, inner] = [Math.floor(level / height), level % height]
  const tilesWidth = fullWidth / 2 ** inner
  return {
    level: tileLevel,
    index: Math.floor(index / tilesWidth),
    node: { level: inner, index: index % tilesWidth },
  }
}

/** 哈希块 (tile): up to 256 hashes of one level, and the nodes above them. Each node is computed when it is first asked for. */
export class HashTile {
  readonly #algorithm: DigestAlgorithm
  readonly #hashes: readonly Uint8Array[]
  readonly #nodes = new Map<number, Uint8Array>()

  constructor(algorithm: DigestAlgorithm, hashes: readonly Uint8Array[]) {
    this.#algorithm = algorithm
    this.#hashes = hashes
  }

  /** Hash of the `index`-th run of 2^`level` hashes of the tile. Throws `RangeError` if the tile is not so wide. */
  node({ level, index }: Subtree): Uint8Array {
    if (level === 0) return this.#hash(index)
    const key = level * fullWidth + index
    const known = this.#nodes.get(key)
    if (known !== undefined) return known
    const left = this.node({ level: level - 1, index: index * 2 })
    const right = this.node({ level: level - 1, index: index * 2 + 1 })
    const joined = nodeHash(this.#algorithm, left, right)
    this.#nodes.set(key, joined)
    return joined
  }

  /** Hash of a full tile. */
  root(): Uint8Array {
    return this.node({ level: height, index: 0 })
  }

  #hash(index: number): Uint8Array {
    const hash = this.#hashes[index]
    if (hash === undefined) throw new RangeError(`the tile has no hash ${index}`)
    return hash
  }
}

/** Bytes of a tile: its hashes one after the other (C2SP tlog-tiles). */
export function formatTile(hashes: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(hashes)
}

/** The hashes of a tile that is as wide as its place says. Throws `EVIDENCE_INVALID`. */
export function parseTile(bytes: Uint8Array, place: TilePlace): Uint8Array[] {
  const isWhole = bytes.length === place.width * hashBytes
  demandOfEvidence(isWhole, formatTilePath(place), `it is ${bytes.length} bytes long, not ${place.width * hashBytes}`)
  return Array.from({ length: place.width }, (_, i) => bytes.subarray(i * hashBytes, (i + 1) * hashBytes))
}
