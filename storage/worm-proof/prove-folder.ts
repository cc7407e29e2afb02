import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProofResult } from '#archive-schema/worm-proof/worm-proof.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import { openImmutableFlag } from '#storage/objects/immutable-flag.ts'
import { type FolderBench, folderItems } from './folder-items.ts'
import { tryItems } from './proof-item.ts'

/** Tries a WORM folder beside the objects of `folder`; it is removed afterwards, by a clock that has run ahead. */
export async function proveFolder(folder: string, immutable: boolean): Promise<ProofResult[]> {
  await mkdir(folder, { recursive: true })
  const place = await mkdtemp(join(folder, '.proof-'))
  const began = new Date()
  let now = began
  const store = await openFolderStore({ folder: place, immutable, now: () => now })
  const isImmutable = immutable && (await openImmutableFlag(place)) !== undefined
  const bench: FolderBench = { store, folder: place, isImmutable, now: () => now }
  try {
    return await tryItems(folderItems, bench)
  } finally {
    now = new Date(began.getTime() + 10 * 86_400_000)
    for await (const key of store.list('')) await store.remove(key)
    await rm(place, { recursive: true })
  }
}
