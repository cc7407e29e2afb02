import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { type BesideStore, besideStore } from '#compliance-tests/durability/lived-archive.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import type { Archive } from '../open-archive.ts'
import { auditStore } from './audit-store.ts'
import { type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'

const { signal } = new AbortController()
const { endpoint, accessKey, secretKey, bucket, region } = newBucket()
let archive: CopiesTrial
let beside: BesideStore
let rebuilt: Archive

beforeAll(async () => {
  archive = await openCopiesTrial({
    ...{ SECOND_S3_ENDPOINT: endpoint, SECOND_S3_ACCESS_KEY: accessKey, SECOND_S3_SECRET_KEY: secretKey },
    ...{ SECOND_S3_BUCKET: bucket, SECOND_S3_REGION: region },
  })
  const { catalogue, journal: objects } = archive
  await copyRound(archive)
  // The text that tells of the copies, its entry, and what the database knows of it.
  await archive.ledger.publish()
  await writeJournal({ catalogue, objects })
  await copyRound(archive)
  beside = await besideStore(archive)
}, 120_000)
afterAll(async () => {
  await rebuilt.close()
  await beside.drop()
  await archive.close()
})

async function audited(): Promise<string[]> {
  const request = { store: 'first', slice: wholeRound, sample: 100, inspect: false } as const
  return kindsOf(await auditStore(rebuilt, request, signal))
}

test('when a second store on S3 has become the first, its versions are those that the ledger says were copied', async () => {
  const there = beside.on(beside.url, {
    ...{ S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_BUCKET: bucket },
    ...{ S3_REGION: region, SECOND_S3_ENDPOINT: '', SECOND_S3_ACCESS_KEY: '', SECOND_S3_SECRET_KEY: '' },
  })
  expect(await there.rebuild()).toMatchObject({ faults: [], verified: 2 })
  rebuilt = await there.open()
  expect(rebuilt.store.description).toContain(bucket)
  expect(await audited()).toEqual([])
})

test('a version that no text in the ledger names is a fault as before', async () => {
  const { pool } = rebuilt.catalogue
  const [number] = archive.numbers
  await pool.query('alter table object_copy disable trigger user')
  await pool.query(`update object_copy set version = 'another' where store = 'first' and number = $1`, [number])
  await pool.query('alter table object_copy enable trigger user')
  const faults = await audited()
  expect(faults.length).toBeGreaterThanOrEqual(2)
  expect(new Set(faults)).toEqual(new Set([`version ${number}`]))
})
