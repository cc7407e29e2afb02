import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderSource } from './folder-source.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function textOf(path: string): Promise<string> {
  const source = folderSource(folder)
  await source.entries()
  return Buffer.concat(await Array.fromAsync(source.open(path))).toString()
}

test('lists files and links at every depth, and no folders', async () => {
  await mkdir(join(folder, 'files/子/空'), { recursive: true })
  await writeFile(join(folder, 'case.json'), '{}')
  await writeFile(join(folder, 'files/子/a.txt'), 'abc')
  await symlink('/etc', join(folder, 'files/b'))
  const source = folderSource(`${folder}/`)
  const entries = (await source.entries()).toSorted((one, other) => (one.path < other.path ? -1 : 1))
  expect(source.name).toBe(basename(folder))
  expect(entries).toEqual([
    { path: 'case.json', kind: 'file', bytes: 2 },
    { path: 'files/b', kind: 'link', bytes: 4 },
    { path: 'files/子/a.txt', kind: 'file', bytes: 3 },
  ])
})

test('opens a file whose name the folder spells in NFD', async () => {
  await writeFile(join(folder, 're\u0301sume\u0301.txt'), 'abc')
  expect(await textOf('r\u00e9sum\u00e9.txt')).toBe('abc')
})

test('opens no link', async () => {
  await writeFile(join(folder, 'a.txt'), 'abc')
  await symlink('a.txt', join(folder, 'b.txt'))
  await expect(textOf('b.txt')).rejects.toMatchObject({ code: 'ELOOP' })
})

test.for([
  ['a name that is no UTF-8', Buffer.from([0xc0, 0xcd]), 'UTF-8'],
  ['a folder whose name is no UTF-8', Buffer.from([0xc0, 0xcd, 0x2f, 0x61]), 'UTF-8'],
  ['a path that is too long', Buffer.from(`${'长'.repeat(80)}/${'长'.repeat(80)}/${'长'.repeat(80)}`), '> 240'],
] as const)('refuses %s', async ([, path, found]) => {
  const place = Buffer.concat([Buffer.from(`${folder}/`), path])
  if (path.includes('/')) await mkdir(place.subarray(0, place.lastIndexOf('/')), { recursive: true })
  await writeFile(place, 'x')
  await expect(folderSource(folder).entries()).rejects.toMatchObject({
    code: 'PATHS_FORM',
    faults: [{ found: expect.stringContaining(found) }],
  })
})
