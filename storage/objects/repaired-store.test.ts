import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFolderStore } from './folder-store.ts'
import { fileSource, keysOf, utf8 } from './object-store-trial.ts'
import { RepairedStore, repairedPlace } from './repaired-store.ts'

test('a folder is erased with all that repairs have put elsewhere, also by one who does not know of them yet', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'repaired-store-'))
  const bare = await openFolderStore({ folder, now: () => new Date('2030-01-01T00:00:00Z'), immutable: false })
  const places = { of: async (key: string) => key, isRepaired: async () => false, refresh: async () => {} }
  const store = new RepairedStore(bare, places)
  const others = [repairedPlace(1, 'F/10/a'), repairedPlace(1, 'ledger/a')]
  for (const key of ['F/1/a', repairedPlace(1, 'F/1/a'), repairedPlace(2, 'F/1/b'), ...others])
    await bare.put(key, await fileSource(folder, utf8(key)), new Date('2029-01-01T00:00:00Z'))
  expect((await Array.fromAsync(store.traces('F/1/'))).map(({ key }) => key)).toEqual([
    'F/1/a',
    'repaired/1/F/1/a',
    'repaired/2/F/1/b',
  ])
  await store.erase('F/1/')
  expect(await keysOf(bare, '')).toEqual(others)
  await rm(folder, { recursive: true })
})
