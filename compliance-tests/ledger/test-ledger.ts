import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { GrowingTree } from '#archive-schema/ledger/growing-tree.ts'
import { entryOf, formatEntry, type LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { leafHash } from '#archive-schema/ledger/tree-hash.ts'
import { type Catalogue, openCatalogue } from '#storage/catalogue/catalogue.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { type LedgerKeys, openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import type { LedgerTools } from '#storage/ledger/ledger-tools.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { createDatabase } from '../stack/create-database.ts'

/** A ledger of its own: folder store, database, test keys. */
export type TestLedger = {
  readonly ledger: Ledger
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  readonly objects: LedgerObjects
  readonly keys: LedgerKeys
  /** The files of the store. */
  readonly folder: string
  /** The ledger as another process opens it. */
  reopen(change?: Partial<LedgerTools>): Ledger
  /** The same store with a new, empty database, as after a restore from nothing. */
  onNewDatabase(): Promise<{ readonly ledger: Ledger; readonly catalogue: Catalogue; close(): Promise<void> }>
  close(): Promise<void>
}

const now = () => new Date('2026-11-25T08:00:00Z')

/** Opens an empty ledger, in a folder store unless it is given another empty one. */
export async function openTestLedger(given?: { readonly store: ObjectStore; now(): Date }): Promise<TestLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-ledger-'))
  const database = await createDatabase()
  const catalogue = await openCatalogue(database.url)
  const store = given?.store ?? (await openFolderStore({ folder, now, immutable: false }))
  const objects = new LedgerObjects(store, join(folder, 'scratch'), given?.now ?? now)
  const keys = await openLedgerKeys({ dataDir: folder, origin: 'archive.example/ledger' })
  const tools: LedgerTools = { catalogue, objects, keys, now: given?.now ?? now }
  return {
    ...{ catalogue, store, objects, keys, folder },
    ledger: new Ledger(tools),
    reopen: (change = {}) => new Ledger({ ...tools, ...change }),
    async onNewDatabase() {
      const other = await createDatabase()
      const emptied = await openCatalogue(other.url)
      const close = async () => {
        await emptied.close()
        await other.drop()
      }
      return { ledger: new Ledger({ ...tools, catalogue: emptied }), catalogue: emptied, close }
    },
    async close() {
      await catalogue.close()
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Entries that are known by their number. */
export function numberedEntry(i: number): LedgerEntry {
  return entryOf('seal', Buffer.from(`statement ${i}`))
}

/** Queues the entries with these numbers, in their order, in one transaction. */
export async function queueNumbered({ transact }: Catalogue, from: number, to: number): Promise<void> {
  await transact(async (transaction) => {
    for (let i = from; i < to; i += 1) await queueEntry(transaction, numberedEntry(i), now())
  })
}

/** Roots that the trees of the first `size` numbered entries have. */
export function expectedRoots(size: number): { readonly sha256: string; readonly sm3: string } {
  const root = (algorithm: 'sha256' | 'sm3') => {
    const tree = new GrowingTree(algorithm, 0, [])
    for (let i = 0; i < size; i += 1) tree.append(leafHash(algorithm, formatEntry(numberedEntry(i))))
    return toBase64(tree.root())
  }
  return { sha256: root('sha256'), sm3: root('sm3') }
}
