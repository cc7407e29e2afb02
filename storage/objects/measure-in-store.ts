import { measureStream } from '#archive-schema/evidence/digest.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import { openConfiguredStore, type StoreAddress } from './configured-store.ts'
import type { ObjectStore } from './object-store.ts'

/** Opened with the first object. */
let opened: Promise<ObjectStore> | undefined

/** Size and digests of an object, read through its store. Throws as the store does; the next call opens it anew. */
export async function measureInStore(address: StoreAddress, key: string, sm3: boolean): Promise<ObjectFixity | Fixity> {
  try {
    opened ??= openConfiguredStore(address, () => new Date())
    const store = await opened
    return await (sm3 ? measureStream(store.read(key)) : measureObject(store.read(key)))
  } catch (error) {
    opened = undefined
    throw error
  }
}
