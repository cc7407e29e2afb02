import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { openConfiguredStore, type StoreAddress } from './configured-store.ts'
import type { ObjectStore } from './object-store.ts'
import { RepairedStore, type RepairPlaces } from './repaired-store.ts'

/** 副本存储: one of the stores of an archive. It is opened when it is first used: a second store that is down stops nothing. */
export class KeptStore {
  readonly name: StoreName
  readonly address: StoreAddress
  readonly places: RepairPlaces
  readonly #now: () => Date
  #opened: Promise<RepairedStore> | undefined

  constructor(name: StoreName, address: StoreAddress, places: RepairPlaces, now: () => Date) {
    this.name = name
    this.address = address
    this.places = places
    this.#now = now
  }

  /** Reads repaired objects where they lie now. Throws `STORE_UNAVAILABLE`; the next call tries again. */
  open(): Promise<ObjectStore> {
    return this.#open()
  }

  /** The store without repairs: every key is what lies under it. */
  async openBare(): Promise<ObjectStore> {
    return (await this.#open()).bare
  }

  #open(): Promise<RepairedStore> {
    this.#opened ??= openConfiguredStore(this.address, this.#now).then(
      (store) => new RepairedStore(store, this.places),
      (error: unknown) => {
        this.#opened = undefined
        throw error
      },
    )
    return this.#opened
  }
}
