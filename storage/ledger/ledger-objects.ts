import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { formatBundle, parseBundle } from '#archive-schema/ledger/entry-bundle.ts'
import type { WrittenTile } from '#archive-schema/ledger/growing-tree.ts'
import { formatTile, HashTile, parseTile } from '#archive-schema/ledger/hash-tile.ts'
import type { LedgerEntry, LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth, type TilePlace } from '#archive-schema/ledger/tile-place.ts'
import type { LockPolicy } from '#archive-schema/retention/lock-policy.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { CompanionObjects } from './companion-objects.ts'
import { forked } from './forked.ts'
import { checkpointKey, checkpointPrefix, partialPrefix, textKey, textPrefix, tileKey } from './object-keys.ts'
import { SmallObjects } from './small-objects.ts'

/** The text of a life event as it lies in the store. */
type KeptText = { readonly key: string; readonly read: () => Promise<Uint8Array> }

/**
 * 账本 in the store: tiles of both trees, bundles of entries, checkpoints. What is whole is locked like a permanent record;
 * partial tiles are not, for the full one takes their place.
 */
export class LedgerObjects {
  /** What rests beside the checkpoints. */
  readonly companions: CompanionObjects
  readonly #store: ObjectStore
  readonly #small: SmallObjects

  /** `scratch` is a folder of files on their way into the store. */
  constructor(store: ObjectStore, scratch: string, now: () => Date, locks?: LockPolicy) {
    this.#store = store
    this.#small = new SmallObjects(store, scratch, now, locks)
    this.companions = new CompanionObjects(this.#small)
  }

  /**
   * Writes a tile or bundle. The same bytes again are no error. Other ones, which no checkpoint covers, give way where the tile is
   * partial. Throws `LEDGER_FORKED` where it is full.
   */
  async putTile(algorithm: DigestAlgorithm, { place, bytes }: WrittenTile): Promise<void> {
    const key = tileKey(algorithm, place)
    const isFull = place.width === fullWidth
    const written = await attempt(() => this.#small.put(key, bytes, isFull))
    if ('value' in written) return
    if (written.refusal.code !== 'STORE_OBJECT_EXISTS') throw written.refusal
    if (isFull) throw forked(`${key} in the store has other entries than the database`, written.refusal)
    await this.#store.remove(key)
    await this.#small.put(key, bytes, isFull)
  }

  /** The bytes of a tile or bundle; those of a partial one also when only the wider one is there. Throws `STORE_OBJECT_MISSING`. */
  async readTile(algorithm: DigestAlgorithm, place: TilePlace): Promise<Uint8Array> {
    const key = tileKey(algorithm, place)
    if (place.width === fullWidth) return this.#small.read(key)
    const own = await this.#small.readIfThere(key)
    if (own !== undefined) return own
    const full = { ...place, width: fullWidth }
    const bytes = await this.#small.readIfThere(tileKey(algorithm, full))
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
    return this.#small.put(checkpointKey(algorithm, size), note, true)
  }

  /** The checkpoint of a size, `undefined` if none was written. */
  readCheckpoint(algorithm: DigestAlgorithm, size: number): Promise<Uint8Array | undefined> {
    return this.#small.readIfThere(checkpointKey(algorithm, size))
  }

  /** Writes the text of an entry, locked. The same again is no error. */
  putText(entry: LedgerEntry, text: Uint8Array): Promise<void> {
    return this.#small.put(textKey(entry), text, true)
  }

  /** The text of an entry, `undefined` if it is not kept here. */
  readText(entry: Pick<LedgerEntry, 'type' | 'sha256'>): Promise<Uint8Array | undefined> {
    return this.#small.readIfThere(textKey(entry))
  }

  /** Every text of a type of entries. */
  async *texts(type: LedgerEntryType): AsyncGenerator<Uint8Array> {
    for await (const { read } of this.textsByKey(type)) yield await read()
  }

  /** The same, each to be read by whoever does not know its key. */
  async *textsByKey(type: LedgerEntryType): AsyncGenerator<KeptText> {
    for await (const key of this.#store.list(textPrefix(type))) yield { key, read: () => this.#small.read(key) }
  }

  /** Size of the newest checkpoint beyond `size`; `undefined` if there is none. */
  async newestCheckpointAfter(size: number): Promise<number | undefined> {
    const prefix = checkpointPrefix('sha256')
    let last: string | undefined
    for await (const key of this.#store.list(prefix, checkpointKey('sha256', size))) last = key
    return last === undefined ? undefined : Number(last.slice(prefix.length))
  }
}
