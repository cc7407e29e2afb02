import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { radosgwAdmin } from '#compliance-tests/stack/ceph-administration.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { readConfig } from '../config.ts'
import { openLog } from '../logging.ts'
import { openArchive } from '../open-archive.ts'
import { auditStore } from './audit-store.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { repairCopies } from './repair-copies.ts'
import { requireRecord } from './require-record.ts'
import { verifyStored } from './verify-stored.ts'

const options = newBucket()
let archive: CopiesTrial

beforeAll(async () => {
  archive = await openCopiesTrial({
    ...{ S3_ENDPOINT: options.endpoint, S3_ACCESS_KEY: options.accessKey, S3_SECRET_KEY: options.secretKey },
    S3_BUCKET: options.bucket,
  })
})
afterAll(() => archive.close())

test('a store that its administrator has purged, locks and all, is found by the audit and repaired from the second', async () => {
  await copyRound(archive)
  expect(kindsOf(await auditAll(archive))).toEqual([])
  // What was written since the last copying has no second copy: here the texts on that copying and on the audit.
  const copied = new Set(await Array.fromAsync((await archive.second.openBare()).list('')))
  const kept = await Array.fromAsync(archive.store.list(''))
  const uncopied = kept.filter((key) => !copied.has(key))
  expect([copied.size > 4, uncopied.map((key) => key.split('/')[1])]).toEqual([true, ['texts', 'texts']])

  await radosgwAdmin(inject('s3'), 'bucket', 'rm', `--bucket=${options.bucket}`, '--purge-objects')
  await expect(auditAll(archive)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })

  // Started anew, the archive finds an empty bucket.
  const signal = new AbortController().signal
  const again = await openArchive(readConfig(archive.environment), openLog('silent'))
  const request = { store: 'first', slice: { slice: 1, slices: 1 }, sample: 100, inspect: false } as const
  const { faults } = await auditStore(again, request, signal)
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['missing']))
  const lost = faults.map(({ key }) => key)
  for (const number of archive.numbers) {
    const { objects } = await requireRecord(again.catalogue, number)
    expect(lost).toEqual(expect.arrayContaining([objects.package.key, objects.evidence.key]))
  }

  const refused: string[] = []
  await repairCopies(again, undefined, signal, async ({ outcome, key }) => {
    if (outcome === 'refused') refused.push(key)
  })
  expect(refused.toSorted()).toEqual(uncopied.toSorted())
  const remaining = await auditStore(again, request, signal)
  expect(remaining.faults.map(({ key }) => key).toSorted()).toEqual(uncopied.toSorted())
  for (const number of archive.numbers) {
    const record = await requireRecord(again.catalogue, number)
    expect(await verifyStored(again, record)).toMatchObject({ ok: true })
    const stored = await again.store.stat(record.objects.package.key)
    expect((stored?.retainUntil.toISOString() ?? '') >= record.objects.lockedUntil).toBe(true)
  }
  await again.close()
})
