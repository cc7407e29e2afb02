import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { folderItems } from './folder-items.ts'
import { tryItems } from './proof-item.ts'
import { proveFolder } from './prove-folder.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prove-folder-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a WORM folder keeps what it can, and says what it cannot', async () => {
  const results = await proveFolder(folder, false)
  expect(results.map(({ item, outcome, detail }) => `${item} ${outcome} ${detail}`)).toEqual([
    'F1 PASS STORE_OBJECT_EXISTS',
    'F2 PASS STORE_OBJECT_LOCKED, STORE_LOCK_SHORTENED',
    'F3 PASS mode 0444',
    expect.stringMatching(/^F4 NOT_CHECKED it is not set here/),
    expect.stringMatching(/^F5 NOT_CHECKED no folder stops the administrator/),
  ])
  expect(await readdir(folder)).toEqual([])
})

test('a folder that lets everything pass fails', async () => {
  let kept = ''
  const stored = { key: 'a', bytes: 0, retainUntil: new Date(0), version: '1' }
  const careless: ObjectStore = {
    description: 'keeps nothing',
    put: async (_, { fixity }) => {
      kept = fixity.sha256
      return stored
    },
    stat: async () => stored,
    async *read() {
      yield Buffer.from(kept)
    },
    extendLock: async () => stored,
    isHeld: async () => false,
    setHold: async () => {},
    remove: async () => {},
    erase: async () => {},
    async *traces() {},
    async *list() {},
  }
  const bench = { store: careless, folder, isImmutable: false, now: () => new Date() }
  const results = await tryItems(folderItems.slice(0, 2), bench)
  expect(results.map(({ outcome }) => outcome)).toEqual(['FAIL', 'FAIL'])
})

test('a file that may be written, or is not immutable as was said, fails', async () => {
  const place = join(folder, 'weak')
  const store = await openFolderStore({ folder: place, immutable: false, now: () => new Date() })
  const bench = { store, folder: place, isImmutable: true, now: () => new Date() }
  const [writing, ...others] = folderItems
  await tryItems(writing === undefined ? [] : [writing], bench)
  await chmod(join(place, 'objects/案卷/试.zip'), 0o644)
  const results = await tryItems(others.slice(1, 3), bench)
  expect(results).toMatchObject([
    { item: 'F3', outcome: 'FAIL', detail: 'its mode is 644' },
    { item: 'F4', outcome: 'FAIL' },
  ])
})
