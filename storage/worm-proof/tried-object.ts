import { RETENTION_MODES, S3Error } from 'minio'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { parseLockEnd } from '#storage/objects/s3-lock.ts'
import type { S3Place } from '#storage/objects/s3-place.ts'
import { versionsOf } from '#storage/objects/s3-version-list.ts'
import { demand } from './proof-item.ts'

/** A version that an item has written, and the digest of its bytes. */
export type TriedObject = {
  readonly place: S3Place
  readonly key: string
  readonly version: string
  readonly sha256: string
}

/** Writes a small object. Throws `Disproof` if the server gives it no version. */
export async function writeObject(place: S3Place, key: string, content = `试 ${key}`): Promise<TriedObject> {
  const bytes = Buffer.from(content)
  const { versionId } = await place.client.putObject(place.bucket, key, bytes, bytes.length)
  demand(typeof versionId === 'string' && versionId !== '', `no version came back for ${key}`)
  return { place, key, version: versionId, sha256: digestHex('sha256', bytes) }
}

/** The newest version under a key, for ways of writing that do not tell the version. */
export async function newestObject(place: S3Place, key: string, content: Uint8Array): Promise<TriedObject> {
  const [newest] = await versionsOf(place, key)
  demand(newest !== undefined && !newest.isMarker, `nothing is stored under ${key}`)
  return { place, key, version: newest.version, sha256: digestHex('sha256', content) }
}

/** The code with which the server refuses, or `accepted`. Its word alone decides nothing. */
export async function answerTo(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    if (error instanceof S3Error) return error.code ?? 'refused'
    throw error
  }
}

/** Throws `Disproof` unless the version still holds the bytes that were written. */
export async function demandBytes({ place, key, version, sha256 }: TriedObject, after: string): Promise<void> {
  const versions = await versionsOf(place, key)
  const isThere = versions.some((found) => !found.isMarker && found.version === version)
  demand(isThere, `after ${after} the version is gone`)
  const stream = await place.client.getObject(place.bucket, key, { versionId: version })
  demand(digestHex('sha256', await collect(stream)) === sha256, `after ${after} its bytes are others`)
}

/** Mode and end of the lock in whole seconds; `undefined` if there is none. */
export async function lockOf({ place, key, version }: TriedObject): Promise<{ mode: string; end: Date } | undefined> {
  try {
    const found = await place.client.getObjectRetention(place.bucket, key, { versionId: version })
    return found?.mode === undefined ? undefined : { mode: found.mode, end: parseLockEnd(found.retainUntilDate) }
  } catch (error) {
    if (error instanceof S3Error && /ObjectLockConfiguration/.test(error.code ?? '')) return undefined
    throw error
  }
}

/** Throws `Disproof` unless the version is locked in COMPLIANCE mode until `end`, give or take `seconds`. */
export async function demandLock(object: TriedObject, end: Date, after: string, seconds = 0): Promise<void> {
  const lock = await lockOf(object)
  demand(lock !== undefined, `after ${after} it has no lock`)
  demand(lock.mode === RETENTION_MODES.COMPLIANCE, `after ${after} its mode is ${lock.mode}`)
  const isKept = Math.abs(lock.end.getTime() - end.getTime()) <= seconds * 1000
  demand(isKept, `after ${after} it is locked until ${lock.end.toISOString()}, expected ${end.toISOString()}`)
}

/** Asks to delete the version, and sees that it is still there. Resolves to the answer of the server. */
export async function demandUndeletable(object: TriedObject, bypass = false): Promise<string> {
  const { place, key, version } = object
  const answer = await answerTo(() =>
    place.client.removeObject(place.bucket, key, { versionId: version, governanceBypass: bypass }),
  )
  await demandBytes(object, bypass ? 'a delete with bypass' : 'a delete')
  return answer
}

/** Sets a retention of the version. Resolves to the answer of the server. */
export function askForLock(
  { place, key, version }: TriedObject,
  end: Date,
  mode: RETENTION_MODES = RETENTION_MODES.COMPLIANCE,
) {
  const retention = { mode, retainUntilDate: end.toISOString(), versionId: version }
  return answerTo(() => place.client.putObjectRetention(place.bucket, key, retention))
}

/** The instant in whole seconds from now. */
export function inSeconds(seconds: number): Date {
  return new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000)
}
