import { execFile } from 'node:child_process'
import { link, mkdtemp, readdir, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openFolderStore } from './folder-store.ts'
import { openImmutableFlag } from './immutable-flag.ts'
import { describeObjectStore } from './object-store-contract.ts'
import { fileSource, patternedBytes, type StoreUnderTest, utf8 } from './object-store-trial.ts'

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

test('the source keeps its name until the object has its key, so that a killed process can begin again', async () => {
  const { store, folder, now, close } = await openTrial()
  const source = await fileSource(folder, patternedBytes(24_000_000))
  const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined
  let storing = true
  const put = store.put('a/b.zip', source, new Date(now().getTime() + 1000)).finally(() => {
    storing = false
  })
  const looks: boolean[] = []
  // The key is looked at last: it may come between the two looks, but never goes.
  while (storing) looks.push((await isThere(source.path)) || (await isThere(join(folder, 'objects/a/b.zip'))))
  await put
  expect(looks.length).toBeGreaterThan(5)
  expect(looks).not.toContain(false)
  expect(await isThere(source.path)).toBe(false)
  await close?.()
})

test('a repeat removes what a killed put has left beside the object', async () => {
  const { store, folder, now, close } = await openTrial()
  const bytes = patternedBytes(24_000_000)
  const source = await fileSource(folder, bytes)
  const until = new Date(now().getTime() + 1000)
  const inside = () => readdir(join(folder, 'objects/a')).catch(() => [])
  const put = store.put('a/b.zip', source, until)
  let passing: string | undefined
  while (passing === undefined) passing = (await inside()).find((name) => name.startsWith('.incoming-'))
  await put
  // As after a kill between two names: the object has its key, and the source and the passing name are still there.
  await writeFile(source.path, bytes)
  await link(join(folder, 'objects/a/b.zip'), join(folder, 'objects/a', passing))
  await store.put('a/b.zip', source, until)
  expect(await inside()).toEqual(['b.zip'])
  await close?.()
})

test('what a killed put has left of a key that was never stored is not taken for it', async () => {
  const { store, folder, now, close } = await openTrial()
  const bytes = patternedBytes(24_000_000)
  const source = await fileSource(folder, bytes)
  const until = new Date(now().getTime() + 1000)
  const put = store.put('a/b.zip', source, until)
  const inside = () => readdir(join(folder, 'objects/a')).catch(() => [])
  let passing: string | undefined
  while (passing === undefined) passing = (await inside()).find((name) => name.startsWith('.incoming-'))
  await put
  // As after a kill of a copy between two file systems: half of the bytes, under the passing name only.
  await unlink(join(folder, 'objects/a/b.zip'))
  await writeFile(join(folder, 'objects/a', passing), bytes.subarray(0, 12_000_000), { mode: 0o444 })
  await writeFile(source.path, bytes)
  expect(await store.put('a/b.zip', source, until)).toMatchObject({ bytes: 24_000_000 })
  expect(await inside()).toEqual(['b.zip'])
  await close?.()
})

test('what a killed put has left in a folder is a trace, and is erased with it', async () => {
  const { store, folder, now, close } = await openTrial()
  await store.put('F/1/a', await fileSource(folder, utf8('a')), now())
  await writeFile(join(folder, 'objects/F/1/.incoming-00'), 'half')
  await utimes(join(folder, 'objects/F/1/.incoming-00'), now(), now())
  const traces = await Array.fromAsync(store.traces('F/1/'))
  expect(traces.map(({ key }) => key)).toEqual(['F/1/.incoming-00', 'F/1/a'])
  await store.erase('F/1/')
  expect(await readdir(join(folder, 'objects/F/1'))).toEqual([])
  await close?.()
})

test('what a writer takes away while traces are looked for is none', async () => {
  const { store, folder, now, close } = await openTrial()
  for (const key of ['F/1/a', 'F/1/b']) await store.put(key, await fileSource(folder, utf8(key)), now())
  const seen: string[] = []
  for await (const { key } of store.traces('F/1/')) {
    seen.push(key)
    await rm(join(folder, 'objects/F/1/b'), { force: true })
  }
  expect(seen).toEqual(['F/1/a'])
  await close?.()
})

test('a source that is gone, and was not stored, is lost for good', async () => {
  const { store, folder, now, close } = await openTrial()
  const source = await fileSource(folder, utf8('sealed'))
  await unlink(source.path)
  const put = store.put('a/b.zip', source, new Date(now().getTime() + 1000))
  await expect(put).rejects.toMatchObject({ code: 'STAGING_LOST', permanent: true })
  await close?.()
})

test('a store that cannot be written is a refusal that is tried again', async () => {
  const { store, folder, now, close } = await openTrial()
  const source = await fileSource(folder, utf8('sealed'))
  await writeFile(join(folder, 'objects/a'), 'a file where a folder should be')
  const put = () => store.put('a/b.zip', source, new Date(now().getTime() + 1000))
  await expect(put()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', permanent: false })
  await unlink(join(folder, 'objects/a'))
  expect(await put()).toMatchObject({ bytes: 6 })
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
