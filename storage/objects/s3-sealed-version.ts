import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { S3Place } from './s3-place.ts'
import { declaredSha256 } from './s3-upload.ts'
import { type S3Version, versionsOf } from './s3-version-list.ts'

/**
 * The version that counts: the oldest, because sealed objects are written once. Whatever was put over it later, be it
 * other bytes or a delete marker, does not hide it. `undefined` if the key holds no bytes.
 */
export async function oldestVersion(place: S3Place, key: string): Promise<S3Version | undefined> {
  return (await versionsOf(place, key)).findLast((version) => !version.isMarker)
}

/** Every version of a key, the oldest last, after `checkUndisturbed`. Delete markers older than all bytes are left out. */
export async function undisturbedVersions(place: S3Place, key: string): Promise<S3Version[]> {
  const all = await versionsOf(place, key)
  const versions = all.slice(0, all.findLastIndex((version) => !version.isMarker) + 1)
  if (versions.length > 1) await checkUndisturbed(place, key, versions)
  return versions
}

/**
 * A key holds one version. Alarms (`FIXITY_STORE_DIFFERS`) when something was put over it: a delete marker, or a version
 * that does not declare the same bytes. Two processes that stored the same package at the same time are no alarm.
 */
async function checkUndisturbed(place: S3Place, key: string, versions: readonly S3Version[]): Promise<void> {
  const markers = versions.filter((version) => version.isMarker).length
  if (markers === 0 && (await declareTheSame(place, versions))) return
  const found = `${versions.length - markers} versions, ${markers} delete markers`
  throw new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file: key, expected: '1 version', found })
}

async function declareTheSame(place: S3Place, versions: readonly S3Version[]): Promise<boolean> {
  const [first, ...others] = await Promise.all(versions.map(({ key, version }) => declaredSha256(place, key, version)))
  return first !== undefined && others.every((other) => other === first)
}
