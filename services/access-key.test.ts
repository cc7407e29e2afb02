import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAccessKey, openAccessKey } from './access-key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('the key is made on first start, readable by the owner only, and stays the same', async () => {
  const first = await openAccessKey(join(folder, 'data'))
  expect(first.value).toMatch(/^gd_[\w-]{43}$/)
  expect(first.file).toBe(join(folder, 'data', 'access-key'))
  expect((await stat(first.file)).mode & 0o777).toBe(0o600)
  expect(await readFile(first.file, 'utf8')).toBe(`${first.value}\n`)
  expect(await openAccessKey(join(folder, 'data'))).toEqual(first)
})

test('many first starts at once end with one key and leave nothing else behind', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => openAccessKey(folder)))
  expect(new Set(keys.map(({ value }) => value)).size).toBe(1)
  expect(await readdir(folder)).toEqual(['access-key'])
})

test.for(['', '\n', 'gd_short', 'secret'])('a file that holds %j is no key', async (content) => {
  await writeFile(join(folder, 'access-key'), content)
  await expect(openAccessKey(folder)).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    faults: [{ field: join(folder, 'access-key') }],
  })
})

test('a key that cannot be read is an error, not a reason to make another', async () => {
  await mkdir(join(folder, 'access-key'))
  await expect(openAccessKey(folder)).rejects.toThrow(/EISDIR/)
})

test('only the key itself is the key', async () => {
  const key = await openAccessKey(folder)
  expect(isAccessKey(key.value, key)).toBe(true)
  for (const wrong of ['', 'gd_', key.value.slice(0, -1), `${key.value}x`, key.value.toUpperCase()]) {
    expect(isAccessKey(wrong, key)).toBe(false)
  }
})
