import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openFolderStore } from './folder-store.ts'
import { openImmutableFlag } from './immutable-flag.ts'
import { describeObjectStore } from './object-store-contract.ts'
import { fileSource, type StoreUnderTest, utf8 } from './object-store-trial.ts'

async function openTrial(immutable = false): Promise<StoreUnderTest & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'folder-store-'))
  let clock = new Date('2026-11-25T08:00:00Z')
  const now = () => clock
  const store = await openFolderStore({ folder, now, immutable })
  return {
    folder,
    store,
    now,
    async putWithEndedLock(key, source) {
      const end = new Date(clock.getTime() + 3_600_000)
      await store.put(key, source, end)
      clock = end
    },
    close: () => rm(folder, { recursive: true }),
  }
}

describeObjectStore('FolderStore', openTrial)

test('objects are files that nobody may write', async () => {
  const { store, folder, now, close } = await openTrial()
  await store.put('a/b.zip', await fileSource(folder, utf8('sealed')), new Date(now().getTime() + 1000))
  expect((await stat(join(folder, 'objects/a/b.zip'))).mode & 0o777).toBe(0o444)
  await close?.()
})

test('where the system has an immutable flag, even root cannot overwrite or remove an object', async () => {
  const { store, folder, now, close } = await openTrial(true)
  const flag = await openImmutableFlag(folder)
  await store.put('a.zip', await fileSource(folder, utf8('sealed')), new Date(now().getTime() + 86_400_000))
  const path = join(folder, 'objects/a.zip')
  if (flag === undefined) {
    expect(store.description).toContain('(read-only files;')
  } else {
    expect(store.description).toContain('immutable')
    await expect(writeFile(path, 'forged')).rejects.toThrow(/EPERM|EACCES/)
    await expect(unlink(path)).rejects.toThrow(/EPERM|EACCES/)
    await promisify(execFile)('chattr', ['-i', path])
  }
  await close?.()
})

test('a lock can be lengthened on an immutable object, and the object is immutable again afterwards', async () => {
  const { store, folder, now, close } = await openTrial(true)
  await store.put('a.zip', await fileSource(folder, utf8('sealed')), new Date(now().getTime() + 86_400_000))
  const later = new Date('2030-01-01T00:00:00Z')
  expect((await store.extendLock('a.zip', later)).retainUntil).toEqual(later)
  const flag = await openImmutableFlag(folder)
  if (flag !== undefined) {
    await expect(unlink(join(folder, 'objects/a.zip'))).rejects.toThrow(/EPERM|EACCES/)
    await flag.clear(join(folder, 'objects/a.zip'))
  }
  await close?.()
})
