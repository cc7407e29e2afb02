import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileSource, utf8 } from './object-store-trial.ts'
import { openS3Trial } from './s3-trial.ts'
import { versionsOf } from './s3-version-list.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-erasure-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('erasing leaves no version and no delete marker, whatever was put over the sealed object', async () => {
  const { store, place, putWithEndedLock } = await openS3Trial()
  const { client, bucket } = place
  const put = async (key: string, text: string) => putWithEndedLock(key, await fileSource(folder, utf8(text)))
  await put('F/1/hidden', 'hidden')
  await client.removeObject(bucket, 'F/1/hidden')
  await put('F/1/sealed', 'sealed')
  await client.removeObject(bucket, 'F/1/sealed')
  await put('F/1/sealed', 'over it')
  await expect(store.remove('F/1/sealed')).rejects.toMatchObject({ code: 'FIXITY_STORE_DIFFERS' })
  const traces = await Array.fromAsync(store.traces('F/1/'))
  expect(traces.map(({ key, retainUntil }) => [key, retainUntil === undefined])).toEqual([
    ['F/1/hidden', true],
    ['F/1/hidden', false],
    ['F/1/sealed', false],
    ['F/1/sealed', true],
    ['F/1/sealed', false],
  ])
  await store.erase('F/1/')
  expect(await Array.fromAsync(store.traces('F/1/'))).toEqual([])
  for (const key of ['F/1/hidden', 'F/1/sealed']) expect(await versionsOf(place, key)).toEqual([])
})

test('the parts of an upload that a killed writer has left are traces, and go', async () => {
  const { store, place } = await openS3Trial()
  const { client, bucket } = place
  for (const key of ['F/1/档案.zip', 'F/10/neighbour']) {
    const uploadID = await client.initiateNewMultipartUpload(bucket, key, {})
    const part = { bucketName: bucket, objectName: key, uploadID, partNumber: 1, headers: {} }
    await client.uploadPart(part, Buffer.alloc(1 << 20, 'x'))
  }
  const traces = await Array.fromAsync(store.traces('F/1/'))
  expect(traces).toMatchObject([{ key: 'F/1/档案.zip', isHeld: false }])
  await store.erase('F/1/')
  expect(await Array.fromAsync(store.traces('F/1/'))).toEqual([])
  expect(await Array.fromAsync(store.traces('F/10/'))).toHaveLength(1)
})
