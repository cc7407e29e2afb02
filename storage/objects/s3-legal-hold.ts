import { LEGAL_HOLD_STATUS } from 'minio'
import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { atStore, s3CodeOf } from './s3-faults.ts'
import { unlockedCodes } from './s3-lock.ts'
import type { S3Place } from './s3-place.ts'
import type { S3Version } from './s3-version-list.ts'

// The client gives the element as it parses it, whatever its types say.
const answer = z.object({ Status: z.string().optional() }).optional()

/** Whether a version is under a legal hold. */
export function readLegalHold({ client, bucket }: S3Place, { key, version }: S3Version): Promise<boolean> {
  return atStore(async () => {
    try {
      const found: unknown = await client.getObjectLegalHold(bucket, key, { versionId: version })
      return answer.parse(found)?.Status === LEGAL_HOLD_STATUS.ENABLED
    } catch (error) {
      if (unlockedCodes.has(s3CodeOf(error) ?? '')) return false
      throw error
    }
  })
}

/** Sets or lifts the legal hold of a version and reads it back. Throws `FIXITY_STORE_DIFFERS` if the server kept something else. */
export async function setLegalHold(place: S3Place, version: S3Version, isHeld: boolean): Promise<void> {
  const status = isHeld ? LEGAL_HOLD_STATUS.ENABLED : LEGAL_HOLD_STATUS.DISABLED
  const { client, bucket } = place
  await atStore(async () => {
    // Its types call it synchronous; it gives a promise.
    await client.setObjectLegalHold(bucket, version.key, { versionId: version.version, status })
  })
  if ((await readLegalHold(place, version)) === isHeld) return
  const [expected, found] = [`legal hold ${status}`, `legal hold ${isHeld ? 'OFF' : 'ON'}`]
  throw new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file: version.key, expected, found })
}
