import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outliving, rebuiltRows } from '#compliance-tests/durability/kept-rows.ts'
import { createDatabase } from '#compliance-tests/stack/create-database.ts'
import { openTestArchive, samples, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { openArchive } from '../open-archive.ts'
import { rebuildArchive } from './rebuild-archive.ts'

let archive: TestArchive
beforeAll(async () => {
  const { endpoint, accessKey, secretKey, bucket, region } = newBucket()
  archive = await openTestArchive({
    ...{ S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey },
    ...{ S3_BUCKET: bucket, S3_REGION: region },
  })
  await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
})
afterAll(() => archive.close())

test('the catalogue is rebuilt from an S3 store alone, row by row; the rows of a record are locked as it is', async () => {
  const database = await createDatabase()
  const request = { databaseUrl: database.url, isCatchUp: false }
  const rebuilt = await rebuildArchive(archive.config, archive.log, request, () => {})
  expect(rebuilt).toMatchObject({ records: 1, verified: 1, faults: [] })
  const other = await openArchive({ ...archive.config, databaseUrl: database.url }, archive.log)
  const [before, after] = [await outliving(archive), await rebuiltRows(other)]
  for (const table of Object.keys(before)) expect([table, after[table]]).toEqual([table, before[table]])
  await other.close()
  await database.drop()
  const keys = await Array.fromAsync(archive.store.list('0142/'))
  const locks = await Promise.all(keys.map(async (key) => (await archive.store.stat(key))?.retainUntil.toISOString()))
  expect(keys.length).toBeGreaterThanOrEqual(3)
  expect(new Set(locks).size).toBe(1)
})
