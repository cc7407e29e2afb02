import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { insertCopy } from '#storage/catalogue/object-copies.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { S3StoreOptions } from '#storage/objects/s3-object-store.ts'
import { openS3Place, type S3Place } from '#storage/objects/s3-place.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { type RepairResult, repairCopies } from './repair-copies.ts'
import { requireRecord } from './require-record.ts'

let archive: CopiesTrial
let options: S3StoreOptions
let place: S3Place
let record: PreservedRecord
let other: PreservedRecord
let folder: string

beforeAll(async () => {
  options = newBucket()
  place = openS3Place(options)
  folder = await mkdtemp(join(tmpdir(), 'guidang-s3-'))
  archive = await openCopiesTrial({
    SECOND_S3_ENDPOINT: options.endpoint,
    SECOND_S3_ACCESS_KEY: options.accessKey,
    SECOND_S3_SECRET_KEY: options.secretKey,
    SECOND_S3_BUCKET: options.bucket,
    SECOND_S3_REGION: options.region,
  })
  record = await requireRecord(archive.catalogue, archive.numbers[0])
  other = await requireRecord(archive.catalogue, archive.numbers[1])
  await archive.second.open()
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

/** Writes bytes past the archive, as a server could that has lost the right ones. Resolves to their version. */
async function plant(key: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'planted')
  await writeFile(path, bytes)
  return (await place.client.fPutObject(place.bucket, key, path)).versionId ?? ''
}

function firstBytes(key: string): Promise<Buffer> {
  return readFile(join(archive.config.dataDir, 'store', 'objects', key))
}

/** Other bytes lie where the catalogue says that the right ones were copied to. */
async function plantCopy({ number }: PreservedRecord, key: string, bytes: Uint8Array): Promise<void> {
  const version = await plant(key, bytes)
  const copy = { key, number, ...measureBytes(await firstBytes(key)), version, lockedUntil: new Date() }
  await insertCopy(archive.catalogue.pool, 'second', copy, new Date())
}

test('an audit on S3 finds a flipped bit, a truncated evidence object, the package of another record and a missing object, and nothing else', async () => {
  const [zip, tar] = [record.objects.package.key, record.objects.evidence.key]
  const [otherZip, otherTar] = [other.objects.package.key, other.objects.evidence.key]
  const bytes = await firstBytes(zip)
  await plantCopy(record, zip, bytes.with(5_000, (bytes[5_000] ?? 0) ^ 1))
  await plantCopy(record, tar, (await firstBytes(tar)).subarray(0, -512))
  await plantCopy(other, otherZip, bytes)
  const missing = { ...measureBytes(await firstBytes(otherTar)), version: 'gone', lockedUntil: new Date() }
  await insertCopy(archive.catalogue.pool, 'second', { key: otherTar, number: other.number, ...missing }, new Date())
  await copyRound(archive)
  const expected = [
    `changed ${record.number}`,
    `truncated ${record.number}`,
    `swapped ${other.number}`,
    `missing ${other.number}`,
  ]
  expect(kindsOf(await auditAll(archive, 'second'))).toEqual(expected.toSorted())
})

test('[FPC-24] on S3 the locked bad version stays, and the good bytes are locked under a key of their own', async () => {
  const results: RepairResult[] = []
  await repairCopies(archive, undefined, new AbortController().signal, async (result) => void results.push(result))
  const [zip, otherTar] = [record.objects.package.key, other.objects.evidence.key]
  const places = new Map(results.map(({ key, place: at }) => [key, at]))
  expect(results.every(({ store, outcome }) => store === 'second' && outcome === 'repaired')).toBe(true)
  expect(places.size).toBe(4)
  expect([places.get(zip), places.get(otherTar)]).toEqual([`repaired/1/${zip}`, otherTar])
  expect(kindsOf(await auditAll(archive, 'second'))).toEqual([])
  const bare = await archive.second.openBare()
  const bad = await bare.stat(zip)
  expect(bad?.bytes).toBe((await firstBytes(zip)).length)
  await expect(bare.remove(`repaired/1/${zip}`)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  const locked = (await bare.stat(`repaired/1/${zip}`))?.retainUntil.toISOString() ?? ''
  expect(locked >= record.objects.lockedUntil).toBe(true)
})

test('an audit on S3 finds a newer version, a delete marker, and an object that nobody registered', async () => {
  const keys = await Array.fromAsync(archive.store.list('ledger/checkpoints/'))
  const [versioned = ''] = keys
  await plant(versioned, Buffer.from('newer'))
  await place.client.removeObject(place.bucket, other.objects.evidence.key)
  await plant('elsewhere/stray', Buffer.from('x'))
  const { faults } = await auditAll(archive, 'second')
  expect(faults.map(({ kind, key }) => `${kind} ${key}`).toSorted()).toEqual(
    [`disturbed ${versioned}`, `disturbed ${other.objects.evidence.key}`, 'extra elsewhere/stray'].toSorted(),
  )
})

test('an audit on S3 finds a copy that is not in the version that was registered', async () => {
  const { pool } = archive.catalogue
  const [checkpoint = ''] = (await Array.fromAsync(archive.store.list('ledger/sm3/checkpoints/'))).slice(-1)
  await pool.query('alter table object_copy disable trigger user')
  await pool.query(`update object_copy set version = 'another' where key = $1`, [checkpoint])
  await pool.query('alter table object_copy enable trigger user')
  const { faults } = await auditAll(archive, 'second')
  expect(faults.map(({ kind, key: at }) => `${kind} ${at}`)).toContain(`version ${checkpoint}`)
})
