import type { ObjectStore } from './object-store.ts'
import { type RepairPlaces, repairAt, repairedPlace, repairedPrefix } from './repaired-store.ts'

/** 修复位置 as the store itself shows them, where no catalogue is at hand: the place of the newest repair of a key. */
export class ListedPlaces implements RepairPlaces {
  readonly #store: ObjectStore
  #newest: Promise<ReadonlyMap<string, number>> | undefined

  constructor(store: ObjectStore) {
    this.#store = store
  }

  async of(key: string): Promise<string> {
    const repair = (await this.#listed()).get(key)
    return repair === undefined ? key : repairedPlace(repair, key)
  }

  async isRepaired(key: string): Promise<boolean> {
    return (await this.#listed()).has(key)
  }

  async refresh(): Promise<void> {
    this.#newest = undefined
  }

  #listed(): Promise<ReadonlyMap<string, number>> {
    this.#newest ??= newestRepairs(this.#store).catch((error: unknown) => {
      this.#newest = undefined
      throw error
    })
    return this.#newest
  }
}

async function newestRepairs(store: ObjectStore): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>()
  for await (const place of store.list(repairedPrefix)) {
    const repair = repairAt(place)
    if (repair !== undefined) newest.set(repair.key, Math.max(newest.get(repair.key) ?? 0, repair.round))
  }
  return newest
}
