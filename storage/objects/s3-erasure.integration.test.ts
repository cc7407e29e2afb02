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
