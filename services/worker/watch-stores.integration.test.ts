import { RETENTION_MODES, RETENTION_VALIDITY_UNITS } from 'minio'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestArchive, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import { openS3Place, type S3Place } from '#storage/objects/s3-place.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { lookAtStores } from './watch-stores.ts'

let archive: TestArchive
let place: S3Place

beforeEach(async () => {
  const options = newBucket()
  place = openS3Place(options)
  archive = await openTestArchive({
    ...{ S3_ENDPOINT: options.endpoint, S3_ACCESS_KEY: options.accessKey, S3_SECRET_KEY: options.secretKey },
    S3_BUCKET: options.bucket,
  })
})
afterEach(() => archive.close())

/** What a look writes into the log. */
async function alarms(): Promise<{ event: string; store: string; err: unknown }[]> {
  const told: { event: string; store: string; err: unknown }[] = []
  await lookAtStores({ ...archive, log: { error: (facts: never) => told.push(facts) } as never })
  return told
}

test('a default that is weakened behind the back of the archive is an alarm at the next look', async () => {
  expect(await alarms()).toEqual([])
  const day = { unit: RETENTION_VALIDITY_UNITS.DAYS, validity: 1 }
  await place.client.setObjectLockConfig(place.bucket, { mode: RETENTION_MODES.GOVERNANCE, ...day })
  const code = 'CONFIGURATION_INVALID'
  const found = `${place.bucket}: its default retention is GOVERNANCE 1 Days, at least COMPLIANCE 1 Days is needed`
  expect(await alarms()).toMatchObject([
    { event: 'store.alarm', store: 'first', err: { code, faults: [{ field: 'bucket', found }] } },
  ])
  await place.client.setObjectLockConfig(place.bucket, { mode: RETENTION_MODES.COMPLIANCE, ...day })
  expect(await alarms()).toEqual([])
})

test('a bucket that is gone is an alarm, and is not made anew by looking', async () => {
  await place.client.removeBucket(place.bucket)
  const gone = {
    store: 'first',
    err: { code: 'CONFIGURATION_INVALID', faults: [{ found: `${place.bucket}: it is not there` }] },
  }
  expect(await alarms()).toMatchObject([gone])
  expect(await place.client.bucketExists(place.bucket)).toBe(false)
})
