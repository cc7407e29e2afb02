import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findRecord, type PreservedRecord } from '#storage/catalogue/records.ts'
import { retentionOf } from '#storage/catalogue/retention.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { openTestArchive, samples, type TestArchive } from '../../compliance-tests/stack/test-archive.ts'
import { liftHold } from './lift-hold.ts'
import { placeHold } from './place-hold.ts'
import { recordKeys } from './record-keys.ts'
import { renewLocks } from './renew-locks.ts'

const dayMs = 86_400_000
const bucket = newBucket()
let archive: TestArchive
let record: PreservedRecord

beforeAll(async () => {
  const { endpoint, accessKey, secretKey, region } = inject('s3')
  archive = await openTestArchive({
    ...{ S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region },
    ...{ S3_BUCKET: bucket.bucket, LOCK_WINDOW_DAYS: '30', LOCK_RENEW_DAYS: '10' },
  })
  const [outcome] = await archive.capture(`${samples}accepted/06-employment-registration-instant`)
  const found = await findRecord(archive.catalogue.pool, outcome?.number ?? '')
  if (found === undefined) throw new Error(`not archived: ${outcome?.code}`)
  record = found
  await archive.ledger.publish()
})
afterAll(() => archive.close())

test('on an S3 server the locks of a record and of the ledger roll, each read back', async () => {
  const later = new Date(Date.now() + 25 * dayMs)
  expect(await renewLocks({ ...archive, now: () => later })).toMatchObject({ faults: [] })
  const expected = new Date(Math.ceil((later.getTime() + 30 * dayMs) / 1000) * 1000)
  const keys = (await recordKeys(archive.store, record.objects)).filter((key) => !isJournalKey(key))
  const ledger = (await Array.fromAsync(archive.store.list('ledger/'))).filter((key) => !key.includes('.p/'))
  expect(keys).toHaveLength(2)
  expect(ledger.length).toBeGreaterThan(0)
  for (const key of [...keys, ...ledger]) {
    expect([key, (await archive.store.stat(key))?.retainUntil]).toEqual([key, expected])
  }
  expect((await retentionOf(archive.catalogue.pool, record.number))?.lockedUntil).toEqual(expected)
})

test('on an S3 server a hold lies on every object of a record until the last hold is lifted', async () => {
  const act = { authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' }
  const { hold, faults } = await placeHold(archive, { ...act, numbers: [record.number] })
  const other = await placeHold(archive, { ...act, numbers: [record.number] })
  expect([...faults, ...other.faults]).toEqual([])
  const { client } = openS3Place(bucket)
  const held = async () =>
    Promise.all(
      [record.objects.package, record.objects.evidence].map(({ key, version }) =>
        client.getObjectLegalHold(bucket.bucket, key, { versionId: version }),
      ),
    )
  expect(await held()).toEqual([{ Status: 'ON' }, { Status: 'ON' }])
  await liftHold(archive, hold.id, act)
  expect(await held()).toEqual([{ Status: 'ON' }, { Status: 'ON' }])
  await liftHold(archive, other.hold.id, act)
  expect(await held()).toEqual([{ Status: 'OFF' }, { Status: 'OFF' }])
})
