import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { radosgwAdmin } from '#compliance-tests/stack/ceph-administration.ts'
import { fileSource, inDays, readWhole, utf8 } from './object-store-trial.ts'
import { openS3ObjectStore } from './s3-object-store.ts'
import { openS3Trial } from './s3-trial.ts'

/** What the policy of docs/object-store.md lets an auditor do, on the bucket and on what lies in it. */
const rights = [
  ...['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketObjectLockConfiguration'],
  ...['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
]

test('an auditor of another account reads bytes and locks by policy, and writes, lengthens and deletes nothing', async () => {
  const { store, options, place } = await openS3Trial()
  const folder = await mkdtemp(join(tmpdir(), 's3-auditor-'))
  const source = () => fileSource(folder, utf8('政务'))
  const until = inDays(options, 30)
  const stored = await store.put('档案/甲', await source(), until)
  const [uid, accessKey, secretKey] = [`auditor-${randomUUID()}`, randomUUID(), randomUUID()]
  const account = [`--uid=${uid}`, '--display-name=auditor', `--access-key=${accessKey}`, `--secret-key=${secretKey}`]
  await radosgwAdmin(inject('s3'), 'user', 'create', ...account)
  const asAuditor = { ...options, accessKey, secretKey }
  const denied = { code: 'STORE_UNAVAILABLE', faults: [{ found: expect.stringContaining('AccessDenied') }] }
  await expect(openS3ObjectStore(asAuditor)).rejects.toMatchObject(denied)

  const resources = [`arn:aws:s3:::${place.bucket}`, `arn:aws:s3:::${place.bucket}/*`]
  const statement = { Effect: 'Allow', Principal: { AWS: [`arn:aws:iam:::user/${uid}`] }, Action: rights }
  const policy = { Version: '2012-10-17', Statement: [{ ...statement, Resource: resources }] }
  await place.client.setBucketPolicy(place.bucket, JSON.stringify(policy))
  const audited = await openS3ObjectStore(asAuditor)
  expect(await audited.stat('档案/甲')).toEqual(stored)
  expect(await readWhole(audited, '档案/甲')).toEqual(utf8('政务'))
  expect(await Array.fromAsync(audited.list(''))).toEqual(['档案/甲'])
  await expect(audited.put('档案/乙', await source(), until)).rejects.toMatchObject(denied)
  await expect(audited.extendLock('档案/甲', new Date('2090-01-01'))).rejects.toMatchObject(denied)
  await expect(audited.remove('档案/甲')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  expect(await Array.fromAsync(store.list(''))).toEqual(['档案/甲'])
  expect(await store.stat('档案/甲')).toEqual(stored)
  await rm(folder, { recursive: true })
})
