import { ArchiveError } from '#archive-schema/archive-error.ts'
import { storeNames } from '#archive-schema/copies/store-name.ts'
import { checkStore } from '#storage/objects/check-store.ts'
import { exhausted, low } from '../capacity/tell-capacity.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

const lookEveryMs = 60_000

/** What the watch works with. */
export type StoreWatchTools = Pick<Archive, 'stores' | 'capacity'> & { readonly log: Pick<Archive['log'], 'error'> }

/** 存储巡查: looks every minute whether the stores are still what they were when they were opened, and have room. */
export function watchStores(archive: StoreWatchTools, onError: (error: unknown) => void): Repeated {
  const look = async () => {
    await lookAtStores(archive)
    await lookAtCapacity(archive)
  }
  return untilStopped(lookEveryMs, look, onError)
}

/** An error in the log for every place that is full or is to be enlarged, with its code. */
export async function lookAtCapacity({ capacity, log }: StoreWatchTools): Promise<void> {
  for (const place of (await capacity.measure()).places) {
    if (place.level !== 'full' && place.level !== 'low') continue
    const err = new ArchiveError(place.level === 'full' ? exhausted(place) : low(place), { permanent: false })
    log.error({ event: 'capacity.alarm', ...place, err }, 'space is running out')
  }
}

/** An error in the log for every store that is gone, or does not lock any more by itself what is written there. */
export async function lookAtStores({ stores, log }: StoreWatchTools): Promise<void> {
  for (const name of storeNames) {
    const store = stores[name]
    if (store === undefined) continue
    await checkStore(store.address).catch((err: unknown) => {
      log.error({ event: 'store.alarm', store: name, err }, 'a store is away, or was weakened behind our back')
    })
  }
}
