import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeZip } from '../examination/content-trial.ts'
import { zipSource } from './zip-source.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-zip-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function openZip(zip: Uint8Array) {
  await writeFile(join(folder, 'a.zip'), zip)
  return zipSource(join(folder, 'a.zip'))
}

async function contentsOf(zip: Uint8Array): Promise<Record<string, string>> {
  const source = await openZip(zip)
  try {
    const contents: Record<string, string> = {}
    for (const { path } of await source.entries()) {
      contents[path] = Buffer.concat(await Array.fromAsync(source.open(path.normalize('NFC')))).toString()
    }
    return contents
  } finally {
    await source.close()
  }
}

const entries = { 'case.json': '{}', 'files/一.txt': 'abc' }

test.for([true, false])('reads the files of a case, stored: %s', async (store) => {
  expect(await contentsOf(await makeZip(entries, { store }))).toEqual(entries)
})

test('takes the one folder away that holds everything', async () => {
  const below = Object.fromEntries(Object.entries(entries).map(([name, text]) => [`办件/${name}`, text]))
  expect(await contentsOf(await makeZip(below))).toEqual(entries)
  const beside = { ...below, 'x/a.txt': 'x' }
  expect(await contentsOf(await makeZip(beside))).toEqual(beside)
})

test('opens a file whose name the ZIP spells in NFD', async () => {
  const name = 'files/re\u0301sume\u0301.txt'
  expect(await contentsOf(await makeZip({ 'case.json': '{}', [name]: 'abc' }))).toEqual({
    'case.json': '{}',
    [name]: 'abc',
  })
})

test('finds a wrong check sum when a file has been read', async () => {
  const zip = (await makeZip(entries, { store: true })).toString('hex')
  const changed = Buffer.from(
    zip.replace(Buffer.from('abc').toString('hex'), Buffer.from('abd').toString('hex')),
    'hex',
  )
  await expect(contentsOf(changed)).rejects.toMatchObject({ code: 'FORMATS_DAMAGED' })
})

test('refuses a ZIP that expands too far, and reads blank pages [PKG-10]', async () => {
  await expect(openZip(await makeZip({ 'a.txt': Buffer.alloc(65 * 2 ** 20) }))).rejects.toMatchObject({
    code: 'LIMITS_EXPANSION',
  })
  const source = await openZip(await makeZip({ 'a.txt': Buffer.alloc(60 * 2 ** 20) }))
  expect(await source.entries()).toEqual([{ path: 'a.txt', kind: 'file', bytes: 60 * 2 ** 20 }])
  await source.close()
})

test.for([
  ['what is no ZIP', () => openZip(Buffer.from('case')), 'FORMATS_DAMAGED'],
  ['what is no file', () => zipSource('/dev/zero'), 'FORMATS_UNKNOWN'],
  ['links', async () => openZip(await makeZip(entries, { mode: 0o120777 })), 'PATHS_LINK'],
  ['pipes', async () => openZip(await makeZip(entries, { mode: 0o010644 })), 'PATHS_LINK'],
] as const)('refuses %s', async ([, open, code]) => {
  await expect(open()).rejects.toMatchObject({ code })
})
