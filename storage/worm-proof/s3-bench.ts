import { randomBytes } from 'node:crypto'
import { RETENTION_MODES, RETENTION_VALIDITY_UNITS, S3Error } from 'minio'
import { openS3Place, type S3Address, type S3Place } from '#storage/objects/s3-place.ts'

/** Where an S3 server is tried: buckets with Object Lock beside the one of the archive. */
export type S3Bench = {
  readonly address: S3Address
  /** The bucket of the archive: only read. */
  readonly archive: S3Place
  /** Locks what is written for a day, COMPLIANCE. */
  readonly locked: S3Place
  /** Has Object Lock and no default: what is written is free until an item locks it. */
  readonly free: S3Place
  /** A key that no other run has used. */
  key(name: string): string
}

export const oneDay = { mode: RETENTION_MODES.COMPLIANCE, unit: RETENTION_VALIDITY_UNITS.DAYS, validity: 1 }

/**
 * Opens the two buckets of the proof, `<bucket>-proof-locked` and `<bucket>-proof-free`, and makes them if they are missing. They
 * are kept: some of what a proof locks cannot be removed.
 */
export async function openS3Bench(address: S3Address): Promise<S3Bench> {
  const bench = s3BenchOf(address)
  for (const place of [bench.locked, bench.free]) await makeLockBucket(place, address.region)
  await bench.locked.client.setObjectLockConfig(bench.locked.bucket, oneDay)
  return bench
}

/** The places of a proof; nothing is sent yet. */
export function s3BenchOf(address: S3Address): S3Bench {
  const run = `${new Date().toISOString().slice(0, 10)}-${randomBytes(6).toString('hex')}`
  const archive = openS3Place(address)
  const beside = (name: string) => ({ client: archive.client, bucket: `${address.bucket}-proof-${name}` })
  return { address, archive, locked: beside('locked'), free: beside('free'), key: (name) => `${run}/案卷 ${name}` }
}

async function makeLockBucket({ client, bucket }: S3Place, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return
  try {
    await client.makeBucket(bucket, region, { ObjectLocking: true })
  } catch (error) {
    if (!(error instanceof S3Error) || error.code !== 'BucketAlreadyOwnedByYou') throw error
  }
}
