import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import type { HashTile } from '#archive-schema/ledger/hash-tile.ts'
import { formatTilePath, type TilePlace } from '#archive-schema/ledger/tile-place.ts'
import { TiledTree } from '#archive-schema/ledger/tiled-tree.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/** Tiles that are kept, of about 30 kB each: a proof needs one or two a level, and the upper ones are the same for many. */
const mostTiles = 256

/** Reads trees from their tiles. A tile of one width never changes, so those asked for last are kept. */
export class TileCache {
  readonly #objects: LedgerObjects
  readonly #tiles = new Map<string, Promise<HashTile>>()

  constructor(objects: LedgerObjects) {
    this.#objects = objects
  }

  /** A tree as it was when it had `size` entries. */
  tree(algorithm: DigestAlgorithm, size: number): TiledTree {
    return new TiledTree(algorithm, size, { tile: (place) => this.#tile(algorithm, place) })
  }

  #tile(algorithm: DigestAlgorithm, place: TilePlace): Promise<HashTile> {
    const name = `${algorithm} ${formatTilePath(place)}`
    const tile = this.#tiles.get(name) ?? this.#objects.tile(algorithm, place)
    this.#tiles.delete(name)
    this.#tiles.set(name, tile)
    tile.catch(() => this.#tiles.delete(name))
    const [oldest] = this.#tiles.keys()
    if (this.#tiles.size > mostTiles && oldest !== undefined) this.#tiles.delete(oldest)
    return tile
  }
}
