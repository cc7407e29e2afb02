import { ArchiveError } from '#archive-schema/archive-error.ts'
import { refuseWhileHeld, refuseWhileLocked } from './lock-rules.ts'
import { atStore, s3CodeOf } from './s3-faults.ts'
import { readLegalHold } from './s3-legal-hold.ts'
import { readLockEnd } from './s3-lock.ts'
import type { S3Place } from './s3-place.ts'
import { type S3Version, versionsOf } from './s3-version-list.ts'

/**
 * Deletes a version for good. Throws `STORE_OBJECT_LOCKED` while it is locked: by our clock, without asking the server,
 * and by the server's; `STORE_OBJECT_HELD` while a legal hold lies on it. Servers name the refusal differently, so what counts is whether
 * the version is still there.
 */
export async function removeVersion(place: S3Place, version: S3Version, now: Date): Promise<void> {
  const end = await readLockEnd(place, version)
  refuseWhileLocked(version.key, end, now)
  refuseWhileHeld(version.key, await readLegalHold(place, version))
  await removeUnlocked(place, version, end.toISOString())
}

/** Deletes a delete marker, which nothing locks. Throws `STORE_OBJECT_LOCKED` if the server keeps it all the same. */
export function removeMarker(place: S3Place, marker: S3Version): Promise<void> {
  return removeUnlocked(place, marker, 'no lock')
}

async function removeUnlocked(place: S3Place, version: S3Version, expected: string): Promise<void> {
  const refusal = await askToRemove(place, version)
  if (!(await isStillThere(place, version))) return
  throw new ArchiveError(
    { code: 'STORE_OBJECT_LOCKED', file: version.key, expected, found: String(refusal) },
    { cause: refusal },
  )
}

/** Resolves to the server's refusal, if it refused. Throws `STORE_UNAVAILABLE` if it gave no answer. */
async function askToRemove({ client, bucket }: S3Place, version: S3Version): Promise<unknown> {
  return atStore(async () => {
    try {
      await client.removeObject(bucket, version.key, { versionId: version.version })
      return undefined
    } catch (error) {
      if (s3CodeOf(error) === undefined) throw error
      return error
    }
  })
}

async function isStillThere(place: S3Place, version: S3Version): Promise<boolean> {
  return (await versionsOf(place, version.key)).some((each) => each.version === version.version)
}
