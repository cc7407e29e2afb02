import type { ByteRange, ObjectSource, ObjectStore, StoredObject, Trace } from './object-store.ts'

export const repairedPrefix = 'repaired/'

/** Where the good bytes of an object go when it is repaired for the `round`-th time, from 1. */
export function repairedPlace(round: number, key: string): string {
  return `${repairedPrefix}${round}/${key}`
}

/** Which repair of which object a place is of, as `repairedPlace` says; `undefined` for any other key. */
export function repairAt(place: string): { readonly round: number; readonly key: string } | undefined {
  const [, round, key] = /^repaired\/([1-9][0-9]*)\/(.+)$/s.exec(place) ?? []
  return round === undefined || key === undefined ? undefined : { round: Number(round), key }
}

/** The key of the object whose good bytes lie at a place; any other key is its own. */
export function keyAtPlace(place: string): string {
  return repairAt(place)?.key ?? place
}

/** Where the good bytes of repaired objects lie. */
export interface RepairPlaces {
  /** The place of a key; the key itself where nothing was repaired. */
  of(key: string): Promise<string>
  /** Whether an object was repaired, at its own place or another: it is not in the version any more that was registered. */
  isRepaired(key: string): Promise<boolean>
  /** Something was repaired: what is asked from now on knows it. */
  refresh(): Promise<void>
}

/**
 * A store some of whose objects were repaired: a locked bad object stays where it is, as evidence, and its good bytes are read,
 * locked and removed at a place of their own. Whoever asks by the key need not know.
 */
export class RepairedStore implements ObjectStore {
  readonly bare: ObjectStore
  readonly #places: RepairPlaces

  constructor(bare: ObjectStore, places: RepairPlaces) {
    this.bare = bare
    this.#places = places
  }

  get description(): string {
    return this.bare.description
  }

  put(key: string, source: ObjectSource, retainUntil: Date): Promise<StoredObject> {
    return this.#at(key, (place) => this.bare.put(place, source, retainUntil))
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    const found = await this.bare.stat(await this.#places.of(key))
    return found && { ...found, key }
  }

  async *read(key: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    yield* this.bare.read(await this.#places.of(key), range)
  }

  extendLock(key: string, until: Date): Promise<StoredObject> {
    return this.#at(key, (place) => this.bare.extendLock(place, until))
  }

  async isHeld(key: string): Promise<boolean> {
    return this.bare.isHeld(await this.#places.of(key))
  }

  /** The bad bytes that stay as evidence are held with the good ones. */
  async setHold(key: string, isHeld: boolean): Promise<void> {
    const place = await this.#places.of(key)
    await this.bare.setHold(place, isHeld)
    if (place !== key && (await this.bare.stat(key)) !== undefined) await this.bare.setHold(key, isHeld)
  }

  async remove(key: string): Promise<void> {
    const place = await this.#places.of(key)
    await this.bare.remove(place)
    if (place !== key && (await this.bare.stat(key)) !== undefined) await this.bare.remove(key)
  }

  async erase(folder: string): Promise<void> {
    for (const place of await this.#placesOf(folder)) await this.bare.erase(place)
  }

  async *traces(folder: string): AsyncIterable<Trace> {
    for (const place of await this.#placesOf(folder)) yield* this.bare.traces(place)
  }

  list(prefix: string, after?: string): AsyncIterable<string> {
    return this.bare.list(prefix, after)
  }

  /** The folder itself, and where repairs have put something of it: known by what lies there, not by a list that may be old. */
  async #placesOf(folder: string): Promise<string[]> {
    const places = new Set([folder])
    for await (const { key } of this.bare.traces(repairedPrefix)) {
      const round = key.slice(0, key.indexOf('/', repairedPrefix.length) + 1)
      if (key.startsWith(`${round}${folder}`)) places.add(`${round}${folder}`)
    }
    return [...places]
  }

  async #at(key: string, act: (place: string) => Promise<StoredObject>): Promise<StoredObject> {
    return { ...(await act(await this.#places.of(key))), key }
  }
}
