import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { CataloguedPlaces } from '#storage/catalogue/object-repairs.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { StoreAddress } from '#storage/objects/configured-store.ts'
import { KeptStore } from '#storage/objects/kept-store.ts'
import type { Config } from './config.ts'

/** The stores of an archive; the second is absent where none is configured. */
export type KeptStores = { readonly first: KeptStore; readonly second: KeptStore | undefined }

/** The stores that the configuration describes. Nothing is opened yet. */
export function openStores(config: Config, runner: SqlRunner, now: () => Date): KeptStores {
  const kept = (name: StoreName, address: StoreAddress) =>
    new KeptStore(name, address, new CataloguedPlaces(runner, name), now)
  const { address } = config.secondStore
  return { first: kept('first', firstAddress(config)), second: address && kept('second', address) }
}

/** The second store. Throws `STORE_SECOND_ABSENT` that says what was to be done with it. */
export function requireSecond({ second }: KeptStores, found: string): KeptStore {
  if (second === undefined) throw new ArchiveError({ code: 'STORE_SECOND_ABSENT', found })
  return second
}

/** A store by its name. Throws `STORE_SECOND_ABSENT`. */
export function requireStore(stores: KeptStores, name: StoreName, found: string): KeptStore {
  return name === 'first' ? stores.first : requireSecond(stores, found)
}

/** Where the first store is. */
export function firstAddress(config: Config): StoreAddress {
  const { s3, dataDir, storeImmutable, storeAcceptedWeaknesses: acceptedWeaknesses } = config
  if (s3 === undefined) return { kind: 'folder', folder: join(dataDir, 'store'), immutable: storeImmutable }
  return { kind: 's3', ...s3, acceptedWeaknesses }
}
