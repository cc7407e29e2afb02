import { defaultRetentionDays } from './default-retention.ts'
import type { ObjectStore } from './object-store.ts'
import type { S3Address } from './s3-place.ts'

/** Where a store is, as plain data that a thread can be given. */
export type StoreAddress =
  | { readonly kind: 'folder'; readonly folder: string; readonly immutable: boolean }
  | ({ readonly kind: 's3'; readonly acceptedWeaknesses?: readonly string[] } & S3Address)

/** Opens the store at an address; makes it if it is missing. Throws `CONFIGURATION_INVALID`, `STORE_UNAVAILABLE`. */
export async function openConfiguredStore(address: StoreAddress, now: () => Date): Promise<ObjectStore> {
  if (address.kind === 'folder') {
    const { openFolderStore } = await import('./folder-store.ts')
    return openFolderStore({ ...address, now })
  }
  const { openS3ObjectStore } = await import('./s3-object-store.ts')
  return openS3ObjectStore({ ...address, defaultRetentionDays, now })
}
