import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileReader } from './file-reader.ts'

const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251))
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-reader-'))
  path = join(folder, '文件.bin')
  await writeFile(path, content)
})
afterAll(() => rm(folder, { recursive: true }))

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

test('knows the size and reads any part, less at the end', async () => {
  const reader = await fileReader(path)
  expect(reader.bytes).toBe(content.length)
  expect(Buffer.from(await reader.read(1_000_001, 7))).toEqual(content.subarray(1_000_001, 1_000_008))
  expect((await reader.read(content.length - 3, 100)).length).toBe(3)
  expect((await reader.read(content.length + 5, 100)).length).toBe(0)
  await reader.close()
})

test('streams all of it or a part of it', async () => {
  const reader = await fileReader(path)
  expect((await collect(reader.stream())).equals(content)).toBe(true)
  expect((await collect(reader.stream(5, 2_000_005))).equals(content.subarray(5, 2_000_005))).toBe(true)
  expect((await collect(reader.stream(9, 9))).length).toBe(0)
  await reader.close()
})

test('reads several parts at once', async () => {
  const reader = await fileReader(path)
  const starts = Array.from({ length: 50 }, (_, index) => index * 50_000)
  const parts = await Promise.all(starts.map((start) => reader.read(start, 100)))
  expect(Buffer.concat(parts).equals(Buffer.concat(starts.map((at) => content.subarray(at, at + 100))))).toBe(true)
  await reader.close()
})

test('passes on that there is no file', async () => {
  await expect(fileReader(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('reads nothing after it is closed', async () => {
  const reader = await fileReader(path)
  await reader.close()
  await expect(reader.read(0, 1)).rejects.toThrow()
})
