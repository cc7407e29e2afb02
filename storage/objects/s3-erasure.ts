import type { Trace } from './object-store.ts'
import { readLegalHold } from './s3-legal-hold.ts'
import { readLockEnd } from './s3-lock.ts'
import type { S3Place } from './s3-place.ts'
import { removeMarker, removeVersion } from './s3-removal.ts'
import { dropUpload, unfinishedUploads } from './s3-unfinished.ts'
import { listVersions, type S3Version } from './s3-version-list.ts'

/** Every version, delete marker and unfinished upload below a folder, with what locks and holds it. */
export async function* tracesBelow(place: S3Place, folder: string): AsyncGenerator<Trace> {
  for await (const version of listVersions(place, folder)) yield traceOf(place, version)
  for (const { key, upload } of await unfinishedUploads(place, folder)) yield { key, version: upload, isHeld: false }
}

/**
 * Deletes them for good: bytes first, then the marks over them, then what was never finished. Throws `STORE_OBJECT_LOCKED`,
 * `STORE_OBJECT_HELD`.
 */
export async function eraseBelow(place: S3Place, folder: string, now: Date): Promise<void> {
  const found = await Array.fromAsync(listVersions(place, folder))
  for (const version of found.filter(({ isMarker }) => !isMarker)) await removeVersion(place, version, now)
  for (const marker of found.filter(({ isMarker }) => isMarker)) await removeMarker(place, marker)
  for (const unfinished of await unfinishedUploads(place, folder)) await dropUpload(place, unfinished)
}

async function traceOf(place: S3Place, found: S3Version): Promise<Trace> {
  const { key, version, isMarker } = found
  if (isMarker) return { key, version, isHeld: false }
  const [retainUntil, isHeld] = await Promise.all([readLockEnd(place, found), readLegalHold(place, found)])
  return { key, version, retainUntil, isHeld }
}
