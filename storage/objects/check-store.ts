import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { StoreAddress } from './configured-store.ts'
import { defaultRetentionDays } from './default-retention.ts'

/**
 * Looks whether a store is still there and locks by itself what is written into it; makes and changes nothing. Throws
 * `CONFIGURATION_INVALID` of a bucket that is gone or weakened, `STORE_UNAVAILABLE`.
 */
export async function checkStore(address: StoreAddress): Promise<void> {
  if (address.kind === 'folder') return checkFolder(join(address.folder, 'objects'))
  const [{ checkBucket }, { openS3Place }] = await Promise.all([import('./s3-bucket.ts'), import('./s3-place.ts')])
  await checkBucket(openS3Place(address), defaultRetentionDays)
}

async function checkFolder(objects: string): Promise<void> {
  try {
    await access(objects)
  } catch (error) {
    throw new ArchiveError({ code: 'STORE_UNAVAILABLE', found: messageOf(error) }, { cause: error, permanent: false })
  }
}
