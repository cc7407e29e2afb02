import { RETENTION_MODES } from 'minio'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { toLockEnd } from './lock-rules.ts'
import { atStore, s3CodeOf } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'
import type { S3Version } from './s3-version-list.ts'

/** What the lock of a version without COMPLIANCE retention comes to. */
const neverLocked = new Date(0)

/** AWS and MinIO; Ceph: a version without retention or hold is an answer, not a failure. */
export const unlockedCodes = new Set(['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'])

/** `toLockEnd` for a server. Throws `CONFIGURATION_INVALID` beyond `latestSafeLock`. */
export function lockEndFor(until: Date): Date {
  const end = toLockEnd(until)
  if (end <= latestSafeLock) return end
  const found = `${until.toJSON()} is not on or before ${latestSafeLock.toISOString()}`
  throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'retainUntil', found })
}

/** End of the COMPLIANCE lock of a version, in whole seconds; 1970 if it has none (GOVERNANCE can be lifted: it is none). */
export async function readLockEnd(place: S3Place, version: S3Version): Promise<Date> {
  const retention = await atStore(() => readRetention(place, version))
  return retention?.mode === RETENTION_MODES.COMPLIANCE ? parseLockEnd(retention.retainUntilDate) : neverLocked
}

/** Parses a retention date, with or without fractions of a second (Ceph sends nanoseconds). */
export function parseLockEnd(date: string): Date {
  const end = new Date(date)
  if (Number.isNaN(end.getTime())) {
    throw new ArchiveError({ code: 'STORE_UNAVAILABLE', found: `lock date "${date}"` }, { permanent: false })
  }
  return new Date(Math.floor(end.getTime() / 1000) * 1000)
}

/**
 * Moves the end of the lock to `end` and reads it back: what the server accepts is not always what it keeps.
 * Throws `FIXITY_STORE_DIFFERS` if it kept something else.
 */
export async function setLockEnd(place: S3Place, version: S3Version, end: Date): Promise<void> {
  await atStore(() =>
    place.client.putObjectRetention(place.bucket, version.key, {
      mode: RETENTION_MODES.COMPLIANCE,
      retainUntilDate: end.toISOString(),
      versionId: version.version,
    }),
  )
  const kept = await readLockEnd(place, version)
  if (kept.getTime() === end.getTime()) return
  throw new ArchiveError({
    code: 'FIXITY_STORE_DIFFERS',
    file: version.key,
    expected: `locked until ${end.toISOString()}`,
    found: `locked until ${kept.toISOString()}`,
  })
}

async function readRetention(place: S3Place, version: S3Version) {
  try {
    return await place.client.getObjectRetention(place.bucket, version.key, { versionId: version.version })
  } catch (error) {
    if (unlockedCodes.has(s3CodeOf(error) ?? '')) return undefined
    throw error
  }
}
