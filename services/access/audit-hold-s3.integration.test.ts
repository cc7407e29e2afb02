import { LEGAL_HOLD_STATUS } from 'minio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { openTestArchive, samples, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { auditStore } from './audit-store.ts'
import { kindsOf } from './copies-trial.ts'
import { holdRecords } from './hold-records.ts'
import { requireRecord } from './require-record.ts'

const bucket = newBucket()
let archive: TestArchive
let number: string
beforeAll(async () => {
  archive = await openTestArchive({
    ...{ S3_ENDPOINT: bucket.endpoint, S3_ACCESS_KEY: bucket.accessKey, S3_SECRET_KEY: bucket.secretKey },
    ...{ S3_BUCKET: bucket.bucket, S3_REGION: bucket.region },
  })
  const [outcome] = await archive.capture(`${samples}accepted/06-employment-registration-instant`)
  number = outcome?.number ?? ''
  await archive.ledger.publish()
})
afterAll(() => archive.close())

async function audited(): Promise<string[]> {
  const request = { store: 'first', slice: wholeRound, sample: 100, inspect: false } as const
  return kindsOf(await auditStore(archive, request, new AbortController().signal))
}

test('on S3 a legal hold that was switched off past the archive is found, and one that was switched on', async () => {
  const { key, version } = (await requireRecord(archive.catalogue, number)).objects.package
  const { client } = openS3Place(bucket)
  const set = (status: LEGAL_HOLD_STATUS) =>
    client.setObjectLegalHold(bucket.bucket, key, { versionId: version, status })
  expect(await audited()).toEqual([])
  await set(LEGAL_HOLD_STATUS.ENABLED)
  expect(await audited()).toEqual([`held ${number}`])
  await holdRecords(archive, { numbers: [number], authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' })
  expect(await audited()).toEqual([])
  await set(LEGAL_HOLD_STATUS.DISABLED)
  expect(await audited()).toEqual([`unheld ${number}`])
})
