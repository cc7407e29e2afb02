import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { RETENTION_MODES, RETENTION_VALIDITY_UNITS } from 'minio'
import { inject } from 'vitest'
import type { StoreUnderTest } from './object-store-trial.ts'
import { openS3ObjectStore, type S3StoreOptions } from './s3-object-store.ts'
import { openS3Place, type S3Place } from './s3-place.ts'

const oneDay = { mode: RETENTION_MODES.COMPLIANCE, unit: RETENTION_VALIDITY_UNITS.DAYS, validity: 1 }
const noDefault = {} as typeof oneDay

/** Options for a bucket that does not exist yet, on the server that the tests were given. */
export function newBucket(): S3StoreOptions {
  const bucket = `guidang-${randomUUID()}`
  return { ...inject('s3'), bucket, defaultRetentionDays: 1, now: () => new Date() }
}

/** An empty store and a way past it to its bucket. */
export async function openS3Trial(): Promise<StoreUnderTest & { place: S3Place; options: S3StoreOptions }> {
  const options = newBucket()
  const place = openS3Place(options)
  const store = await openS3ObjectStore(options)
  return {
    ...{ store, place, options, now: options.now },
    putWithEndedLock: (key, { path }) => putWithEndedLock(place, key, path),
  }
}

/** Stores a file past the bucket's default, which cannot be less than a day, under a lock of a second or two. */
async function putWithEndedLock({ client, bucket }: S3Place, key: string, path: string): Promise<void> {
  await client.setObjectLockConfig(bucket, noDefault)
  const { versionId } = await client.fPutObject(bucket, key, path)
  await client.setObjectLockConfig(bucket, oneDay)
  const end = new Date(Math.ceil(Date.now() / 1000 + 1) * 1000)
  const retention = { mode: RETENTION_MODES.COMPLIANCE, retainUntilDate: end.toISOString(), versionId: versionId ?? '' }
  await client.putObjectRetention(bucket, key, retention)
  await sleep(end.getTime() - Date.now() + 100)
}
