import { ArchiveError } from '#archive-schema/archive-error.ts'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import { existing, refuseShortening } from './lock-rules.ts'
import { checkObjectKey } from './object-key.ts'
import type { ByteRange, ObjectSource, ObjectStore, StoredObject, Trace } from './object-store.ts'
import { prepareBucket } from './s3-bucket.ts'
import { eraseBelow, tracesBelow } from './s3-erasure.ts'
import { KeyTurns } from './s3-key-turns.ts'
import { readLegalHold, setLegalHold } from './s3-legal-hold.ts'
import { lockEndFor, readLockEnd, setLockEnd } from './s3-lock.ts'
import { openS3Place, type S3Address, type S3Place } from './s3-place.ts'
import { readVersion } from './s3-read.ts'
import { removeVersion } from './s3-removal.ts'
import { oldestVersion, undisturbedVersions } from './s3-sealed-version.ts'
import { declaredSha256, uploadVersion } from './s3-upload.ts'
import { listVersions, type S3Version } from './s3-version-list.ts'

export type S3StoreOptions = S3Address & {
  /** How long the bucket locks whatever is written, before the lock is extended to the asked end. 1 to 10,957 (30 years). */
  readonly defaultRetentionDays: number
  readonly now: () => Date
  /** Items of the WORM proof that the operator lets the server fail. */
  readonly acceptedWeaknesses?: readonly string[]
}

/**
 * Opens a bucket with Object Lock; makes it if it is missing. Throws `CONFIGURATION_INVALID` if it cannot keep what is
 * asked, `STORE_UNAVAILABLE`.
 */
export async function openS3ObjectStore(options: S3StoreOptions): Promise<S3ObjectStore> {
  checkDefaultRetention(options)
  const place = openS3Place(options)
  await prepareBucket(place, options.region, options.defaultRetentionDays)
  return new S3ObjectStore(place, options)
}

function checkDefaultRetention({ defaultRetentionDays: days, now }: S3StoreOptions): void {
  const isPossible = Number.isInteger(days) && days >= 1 && days <= 10_957
  if (isPossible && now().getTime() + days * 86_400_000 <= latestSafeLock.getTime()) return
  throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'defaultRetentionDays', found: String(days) })
}

/**
 * 对象锁定存储 (S3 Object Lock in COMPLIANCE mode): every version is locked from the moment it is written by the bucket's
 * default, then longer as asked. Reads go by version, so that nothing written over a sealed object hides it.
 */
export class S3ObjectStore implements ObjectStore {
  readonly description: string
  readonly #place: S3Place
  readonly #now: () => Date
  readonly #turns = new KeyTurns()

  constructor(place: S3Place, options: S3StoreOptions) {
    this.#place = place
    this.#now = options.now
    const days = options.defaultRetentionDays
    this.description =
      `S3 Object Lock, bucket ${place.bucket} at ${options.endpoint} (COMPLIANCE, at least ${days} days; ` +
      `who administers the server can still destroy it${tellAccepted(options)})`
  }

  put(key: string, source: ObjectSource, retainUntil: Date): Promise<StoredObject> {
    return this.#inTurn(key, async () => {
      const end = lockEndFor(retainUntil)
      const version = (await this.#sealed(key)) ?? (await this.#write(key, source))
      const [present] = await Promise.all([readLockEnd(this.#place, version), this.#compare(version, source)])
      if (end <= present) return storedObject(version, present)
      await setLockEnd(this.#place, version, end)
      return storedObject(version, end)
    })
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    checkObjectKey(key)
    const version = await this.#sealed(key)
    return version === undefined ? undefined : storedObject(version, await readLockEnd(this.#place, version))
  }

  async *read(key: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    checkObjectKey(key)
    yield* readVersion(this.#place, existing(key, await oldestVersion(this.#place, key)), range)
  }

  extendLock(key: string, until: Date): Promise<StoredObject> {
    return this.#inTurn(key, async () => {
      const version = existing(key, await oldestVersion(this.#place, key))
      const end = lockEndFor(until)
      const present = await readLockEnd(this.#place, version)
      refuseShortening(key, present, end)
      if (end > present) await setLockEnd(this.#place, version, end)
      // The alarm, if there is one to raise, comes after the bytes are safe for longer.
      await this.#sealed(key)
      return storedObject(version, end)
    })
  }

  async isHeld(key: string): Promise<boolean> {
    checkObjectKey(key)
    return readLegalHold(this.#place, existing(key, await oldestVersion(this.#place, key)))
  }

  setHold(key: string, isHeld: boolean): Promise<void> {
    return this.#inTurn(key, async () => {
      const version = existing(key, await oldestVersion(this.#place, key))
      await setLegalHold(this.#place, version, isHeld)
    })
  }

  remove(key: string): Promise<void> {
    return this.#inTurn(key, async () => {
      const versions = await undisturbedVersions(this.#place, key)
      existing(key, versions.at(-1))
      // The sealed version first: where it is held, its doubles stay too.
      for (const version of versions.toReversed()) await removeVersion(this.#place, version, this.#now())
    })
  }

  erase(folder: string): Promise<void> {
    return eraseBelow(this.#place, folder, this.#now())
  }

  traces(folder: string): AsyncIterable<Trace> {
    return tracesBelow(this.#place, folder)
  }

  async *list(prefix: string, after?: string): AsyncIterable<string> {
    let last: string | undefined
    for await (const { key, isMarker } of listVersions(this.#place, prefix, { after })) {
      // Some servers begin with the key after which they were asked to.
      if (isMarker || key === last || key === after) continue
      last = key
      yield key
    }
  }

  async #inTurn<T>(key: string, action: () => Promise<T>): Promise<T> {
    checkObjectKey(key)
    return this.#turns.take(key, action)
  }

  async #sealed(key: string): Promise<S3Version | undefined> {
    return (await undisturbedVersions(this.#place, key)).at(-1)
  }

  async #write(key: string, source: ObjectSource): Promise<S3Version> {
    await uploadVersion(this.#place, key, source)
    return existing(key, await this.#sealed(key))
  }

  /** Reads the version back. Throws if it does not hold the bytes of `source`. */
  async #compare(version: S3Version, source: ObjectSource): Promise<void> {
    const { key, version: id } = version
    const { sha256 } = await measureObject(readVersion(this.#place, version))
    if (sha256 === source.fixity.sha256) return
    const declared = await declaredSha256(this.#place, key, id)
    if (declared !== source.fixity.sha256) throw new ArchiveError({ code: 'STORE_OBJECT_EXISTS', file: key })
    throw new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file: key, expected: declared, found: sha256 })
  }
}

function storedObject({ key, bytes, version }: S3Version, retainUntil: Date): StoredObject {
  return { key, bytes, retainUntil, version }
}

function tellAccepted({ acceptedWeaknesses = [] }: S3StoreOptions): string {
  return acceptedWeaknesses.length === 0 ? '' : `; accepted weaknesses: ${acceptedWeaknesses.join(', ')}`
}
