import { expect, test } from 'vitest'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { newBucket, openS3Trial } from '#storage/objects/s3-trial.ts'
import { governance } from './items/hold-items.ts'
import { proveS3, serverName, tryOnS3 } from './prove-s3.ts'

test('Ceph 16 keeps all that is asked but far dates (W14) and, without a policy, GOVERNANCE (W17)', async () => {
  const results = await proveS3(newBucket(), 'full')
  expect(results.map(({ item }) => item)).toEqual(Array.from({ length: 24 }, (_, n) => `W${n + 1}`))
  const others = results.filter(({ outcome }) => outcome !== 'PASS')
  expect(others.map(({ item, outcome }) => `${item} ${outcome}`)).toEqual([
    ...['W14 FAIL', 'W17 FAIL', 'W18 NOT_CHECKED', 'W24 NOT_CHECKED'],
  ])
  expect(others[0]?.detail).toContain('2106-02-08 became 1970')
  expect(others[0]?.detail).toContain('safe up to 2100-01-01')
})

test('W17 passes where the policy of the bucket of the archive denies the bypass', async () => {
  const address = newBucket()
  const { client, bucket } = openS3Place(address)
  await client.makeBucket(bucket, address.region, { ObjectLocking: true })
  const statement = {
    ...{ Effect: 'Deny', Principal: '*', Action: ['s3:BypassGovernanceRetention'] },
    Resource: [`arn:aws:s3:::${bucket}/*`],
  }
  await client.setBucketPolicy(bucket, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }))
  expect(await tryOnS3(address, [governance])).toMatchObject([{ item: 'W17', outcome: 'PASS' }])
})

test('tells what the server calls itself, and that it cannot be reached', async () => {
  const address = newBucket()
  const { client, bucket } = openS3Place(address)
  await client.makeBucket(bucket, address.region, { ObjectLocking: true })
  expect(await serverName(address)).toMatch(/^(-|[^\p{Cc}]+)$/u)
  const unreachable = proveS3({ ...address, endpoint: 'http://127.0.0.1:1' }, 'full')
  await expect(unreachable).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('a probe passes in the bucket of the archive, and fails in one whose default was taken away', async () => {
  const { options, place } = await openS3Trial()
  const outcomes = async () => (await proveS3(options, 'probe')).map(({ item, outcome }) => `${item} ${outcome}`)
  expect(await outcomes()).toEqual(['W1 PASS', 'W2 PASS', 'W3 PASS', 'W5 PASS'])
  await place.client.setObjectLockConfig(place.bucket, {} as never)
  expect(await outcomes()).toEqual(['W1 PASS', 'W2 FAIL', 'W3 FAIL', 'W5 FAIL'])
})
