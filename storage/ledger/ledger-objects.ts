import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { collect } from '#archive-schema/content-reader.ts'
import { type DigestAlgorithm, digestAlgorithms, digestHex } from '#archive-schema/evidence/digest.ts'
import { formatBundle, parseBundle } from '#archive-schema/ledger/entry-bundle.ts'
import type { WrittenTile } from '#archive-schema/ledger/growing-tree.ts'
import { formatTile, HashTile, parseTile } from '#archive-schema/ledger/hash-tile.ts'
import type { LedgerEntry, LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth, type TilePlace } from '#archive-schema/ledger/tile-place.ts'
import { lockEnd } from '#archive-schema/retention.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { forked } from './forked.ts'
import {
  checkpointKey,
  checkpointPrefix,
  cosignatureKey,
  partialPrefix,
  renewalKey,
  renewalPrefix,
  textKey,
  textPrefix,
  tileKey,
  tokenKey,
} from './object-keys.ts'

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

  /**
   * Writes a tile or bundle. The same bytes again are no error. Other ones, which no checkpoint covers, give way where the tile is
   * partial. Throws `LEDGER_FORKED` where it is full.
   */
  async putTile(algorithm: DigestAlgorithm, { place, bytes }: WrittenTile): Promise<void> {
    const key = tileKey(algorithm, place)
    const isFull = place.width === fullWidth
    const written = await attempt(() => this.#put(key, bytes, isFull))
    if ('value' in written) return
    if (written.refusal.code !== 'STORE_OBJECT_EXISTS') throw written.refusal
    if (isFull) throw forked(`${key} in the store has other entries than the database`, written.refusal)
    await this.#store.remove(key)
    await this.#put(key, bytes, isFull)
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

  /** Whether there is a whole bundle in a place. */
  async hasFullBundle(index: number): Promise<boolean> {
    return (await this.#store.stat(tileKey('sha256', { level: 'entries', index, width: fullWidth }))) !== undefined
  }

  /** Removes the partial tiles of the leaves, and the partial bundle, in the place of a full one. */
  async removePartialTiles(index: number): Promise<void> {
    const prefixes = [
      ...digestAlgorithms.map((algorithm) => partialPrefix(algorithm, 0, index)),
      partialPrefix('sha256', 'entries', index),
    ]
    for (const prefix of prefixes)
      for (const key of await Array.fromAsync(this.#store.list(prefix))) await this.#store.remove(key)
  }

  /** Writes a signed checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if there is another one of that size. */
  putCheckpoint(algorithm: DigestAlgorithm, size: number, note: Uint8Array): Promise<void> {
    return this.#put(checkpointKey(algorithm, size), note, true)
  }

  /** The checkpoint of a size, `undefined` if none was written. */
  readCheckpoint(algorithm: DigestAlgorithm, size: number): Promise<Uint8Array | undefined> {
    return this.#readIfThere(checkpointKey(algorithm, size))
  }

  /** Writes the text of an entry, locked. The same again is no error. */
  putText(entry: LedgerEntry, text: Uint8Array): Promise<void> {
    return this.#put(textKey(entry), text, true)
  }

  /** The text of an entry, `undefined` if it is not kept here. */
  readText(entry: LedgerEntry): Promise<Uint8Array | undefined> {
    return this.#readIfThere(textKey(entry))
  }

  /** Every text of a type of entries. */
  async *texts(type: LedgerEntryType): AsyncGenerator<Uint8Array> {
    for await (const key of this.#store.list(textPrefix(type))) yield await this.#read(key)
  }

  /** Writes a token over a checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if the authority has given another one. */
  putToken(size: number, authority: string, token: Uint8Array): Promise<void> {
    return this.#put(tokenKey(size, authority), token, true)
  }

  /** The token of an authority over a checkpoint, `undefined` if none was written. */
  readToken(size: number, authority: string): Promise<Uint8Array | undefined> {
    return this.#readIfThere(tokenKey(size, authority))
  }

  /** Writes the evidence record that a round of renewal gives a checkpoint, locked. */
  putRenewal(round: number, size: number, record: Uint8Array): Promise<void> {
    return this.#put(renewalKey(round, size), record, true)
  }

  /** Whether a round has begun: one that a crash has cut off is never gone on with, for its token was lost. */
  async hasRenewals(round: number): Promise<boolean> {
    for await (const _ of this.#store.list(renewalPrefix(round))) return true
    return false
  }

  /** The same, read. Throws `STORE_OBJECT_MISSING`. */
  readRenewal(round: number, size: number): Promise<Uint8Array> {
    return this.#read(renewalKey(round, size))
  }

  /** Writes the line of a witness under a checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if it has given another one. */
  putCosignature(size: number, witness: string, line: string): Promise<void> {
    return this.#put(cosignatureKey(size, witness), Buffer.from(line), true)
  }

  /** The line of a witness under a checkpoint, `undefined` if none was written. */
  async readCosignature(size: number, witness: string): Promise<string | undefined> {
    const line = await this.#readIfThere(cosignatureKey(size, witness))
    return line && Buffer.from(line).toString('utf8')
  }

  /** Size of the newest checkpoint beyond `size`; `undefined` if there is none. */
  async newestCheckpointAfter(size: number): Promise<number | undefined> {
    const prefix = checkpointPrefix('sha256')
    let last: string | undefined
    for await (const key of this.#store.list(prefix, checkpointKey('sha256', size))) last = key
    return last === undefined ? undefined : Number(last.slice(prefix.length))
  }

  async #put(key: string, bytes: Uint8Array, isLocked: boolean): Promise<void> {
    const path = await this.#scratchFile(key, bytes)
    const fixity = { bytes: bytes.length, sha256: digestHex('sha256', bytes) }
    const now = this.#now()
    try {
      await this.#store.put(key, { path, fixity }, isLocked ? lockEnd('Y', now, now) : now)
    } finally {
      await rm(path, { force: true })
    }
  }

  /**
   * A file with these bytes, which the store makes durable. It has the same name for the same key, so that the store finds what a
   * killed put has left; it is never written over, for it may be a second name of an object.
   */
  async #scratchFile(key: string, bytes: Uint8Array): Promise<string> {
    await mkdir(this.#scratch, { recursive: true })
    const draft = join(this.#scratch, randomUUID())
    const path = join(this.#scratch, digestHex('sha256', key))
    await writeFile(draft, bytes, { flag: 'wx' })
    await rename(draft, path)
    return path
  }

  #read(key: string): Promise<Uint8Array> {
    return collect(this.#store.read(key))
  }

  async #readIfThere(key: string): Promise<Uint8Array | undefined> {
    return (await this.#store.stat(key)) === undefined ? undefined : this.#read(key)
  }
}
