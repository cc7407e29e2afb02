import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { collect } from '#archive-schema/content-reader.ts'
import { type DigestAlgorithm, digestHex } from '#archive-schema/evidence/digest.ts'
import { formatBundle, parseBundle } from '#archive-schema/ledger/entry-bundle.ts'
import type { WrittenTile } from '#archive-schema/ledger/growing-tree.ts'
import { formatTile, HashTile, parseTile } from '#archive-schema/ledger/hash-tile.ts'
import { fullWidth, type TilePlace } from '#archive-schema/ledger/tile-place.ts'
import { lockEnd } from '#archive-schema/retention.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { checkpointKey, checkpointPrefix, tileKey } from './object-keys.ts'

/**
 * 账本 in the store: tiles of both trees, bundles of entries, checkpoints. What is whole is locked like a permanent record;
 * partial tiles are not, for the full one takes their place.
 */
export class LedgerObjects {
  readonly #store: ObjectStore
  /** Folder of files on their way into the store. */
  readonly #scratch: string
  readonly #now: () => Date

  constructor(store: ObjectStore, scratch: string, now: () => Date) {
    this.#store = store
    this.#scratch = scratch
    this.#now = now
  }

  /** Writes a tile or bundle. The same bytes again are no error. Throws `STORE_OBJECT_EXISTS` for others. */
  putTile(algorithm: DigestAlgorithm, { place, bytes }: WrittenTile): Promise<void> {
    return this.#put(tileKey(algorithm, place), bytes, place.width === fullWidth)
  }

  /** The bytes of a tile or bundle; those of a partial one also when only the wider one is there. Throws `STORE_OBJECT_MISSING`. */
  async readTile(algorithm: DigestAlgorithm, place: TilePlace): Promise<Uint8Array> {
    const key = tileKey(algorithm, place)
    if (place.width === fullWidth) return this.#read(key)
    const own = await this.#readIfThere(key)
    if (own !== undefined) return own
    const full = { ...place, width: fullWidth }
    const bytes = await this.#readIfThere(tileKey(algorithm, full))
    if (bytes === undefined) throw new ArchiveError({ code: 'STORE_OBJECT_MISSING', file: key })
    if (place.level === 'entries') return formatBundle(parseBundle(bytes, full).slice(0, place.width))
    return formatTile(parseTile(bytes, full).slice(0, place.width))
  }

  async tile(algorithm: DigestAlgorithm, place: TilePlace): Promise<HashTile> {
    return new HashTile(algorithm, parseTile(await this.readTile(algorithm, place), place))
  }

  /** The entries of a bundle, as bytes. */
  async bundle(place: TilePlace): Promise<Uint8Array[]> {
    return parseBundle(await this.readTile('sha256', place), place)
  }

  /** Writes a signed checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if there is another one of that size. */
  putCheckpoint(algorithm: DigestAlgorithm, size: number, note: Uint8Array): Promise<void> {
    return this.#put(checkpointKey(algorithm, size), note, true)
  }

  /** The checkpoint of a size, `undefined` if none was written. */
  readCheckpoint(algorithm: DigestAlgorithm, size: number): Promise<Uint8Array | undefined> {
    return this.#readIfThere(checkpointKey(algorithm, size))
  }

  /** Size of the newest checkpoint beyond `size`; `undefined` if there is none. */
  async newestCheckpointAfter(size: number): Promise<number | undefined> {
    const prefix = checkpointPrefix('sha256')
    let last: string | undefined
    for await (const key of this.#store.list(prefix, checkpointKey('sha256', size))) last = key
    return last === undefined ? undefined : Number(last.slice(prefix.length))
  }

  async #put(key: string, bytes: Uint8Array, isLocked: boolean): Promise<void> {
    await mkdir(this.#scratch, { recursive: true })
    const path = join(this.#scratch, randomUUID())
    try {
      await writeFile(path, bytes, { flag: 'wx', flush: true })
      const fixity = { bytes: bytes.length, sha256: digestHex('sha256', bytes) }
      const now = this.#now()
      await this.#store.put(key, { path, fixity }, isLocked ? lockEnd('Y', now, now) : now)
    } finally {
      await rm(path, { force: true })
    }
  }

  #read(key: string): Promise<Uint8Array> {
    return collect(this.#store.read(key))
  }

  async #readIfThere(key: string): Promise<Uint8Array | undefined> {
    return (await this.#store.stat(key)) === undefined ? undefined : this.#read(key)
  }
}
