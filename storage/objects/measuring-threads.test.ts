import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { openFolderStore } from './folder-store.ts'
import { MeasuringThreads } from './measuring-threads.ts'
import { fileSource, patternedBytes } from './object-store-trial.ts'

let folder: string
let threads: MeasuringThreads

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-measure-'))
  threads = new MeasuringThreads({ kind: 'folder', folder: join(folder, 'store'), immutable: false }, 2)
})
afterAll(async () => {
  await threads[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('threads find size, SHA-256 and SM3 of objects of every size', async () => {
  const store = await openFolderStore({ folder: join(folder, 'store'), now: () => new Date(), immutable: false })
  const sizes = [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000]
  for (const size of sizes) await store.put(`a/${size}`, await fileSource(folder, patternedBytes(size)), new Date())
  const expected = sizes.map((size) => measureBytes(patternedBytes(size)))
  expect(await Promise.all(sizes.map((size) => threads.measureBoth(`a/${size}`)))).toEqual(expected)
  const found = await Promise.all(sizes.map((size) => threads.measure(`a/${size}`)))
  expect(found).toEqual(expected.map(({ bytes, sha256 }) => ({ bytes, sha256 })))
})

test('what is not there, what is no key and what cannot be read are refused with their codes', async () => {
  await expect(threads.measure('b/none')).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING' })
  await expect(threads.measure('a/0/below')).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING' })
  await expect(threads.measure('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', permanent: false })
  await writeFile(join(folder, 'outside'), 'x')
  await expect(threads.measure('../../outside')).rejects.toMatchObject({ code: 'PATHS_FORM' })
})

test('of many objects that are asked for together each has its own answer, whatever the others are', async () => {
  const found = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => threads.measure(i % 3 === 0 ? 'a/1' : `c/${i}`)),
  )
  const { bytes, sha256 } = measureBytes(patternedBytes(1))
  for (const [i, outcome] of found.entries()) {
    const missing = { status: 'rejected', reason: { code: 'STORE_OBJECT_MISSING', faults: [{ file: `c/${i}` }] } }
    expect(outcome).toMatchObject(i % 3 === 0 ? { status: 'fulfilled', value: { bytes, sha256 } } : missing)
  }
})
