import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openStores } from '#services/open-stores.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { type RecordRetention, retentionOf } from '#storage/catalogue/retention.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import type { ObjectStore, StoredObject } from '#storage/objects/object-store.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

/** When the archive of a trial archives its records. */
export const beginning = new Date('2026-11-25T08:00:00Z')

/** An archive whose clock the test moves: terms, locks and holds go by it. */
export type RetentionTrial = {
  readonly archive: TestArchive
  /** The tools of the archive by the clock of the test. */
  readonly tools: DisposalTools
  /** Moves the clock. */
  setClock(at: Date): void
  /** Archives one more case of 06-employment-registration-instant: D10, finished in 2025, so kept until 2036-01-01. */
  record(): Promise<PreservedRecord>
  /** The retention of a record, as the catalogue has it. */
  retention(record: PreservedRecord): Promise<RecordRetention>
  /** What the store says of every object of a record. */
  stored(record: PreservedRecord): Promise<StoredObject[]>
  close(): Promise<void>
}

/** A store that answers in another way for some of its methods. */
export function storeWith(store: ObjectStore, changes: Partial<ObjectStore>): ObjectStore {
  return {
    description: store.description,
    put: (...given) => store.put(...given),
    stat: (key) => store.stat(key),
    read: (...given) => store.read(...given),
    extendLock: (...given) => store.extendLock(...given),
    isHeld: (key) => store.isHeld(key),
    setHold: (...given) => store.setHold(...given),
    remove: (key) => store.remove(key),
    erase: (folder) => store.erase(folder),
    traces: (folder) => store.traces(folder),
    list: (...given) => store.list(...given),
    ...changes,
  }
}

const sample = '06-employment-registration-instant'
const serialNumber = '430190250415000871'

/** The instant `days` after another, the beginning of the trial unless given. */
export function daysAfter(days: number, from: Date = beginning): Date {
  return new Date(from.getTime() + days * 86_400_000)
}

/** Opens an archive with a lock window of 1000 days that is renewed 100 days before its end, unless `overrides` say otherwise. */
export async function openRetentionTrial(overrides: Readonly<Record<string, string>> = {}): Promise<RetentionTrial> {
  const archive = await openTestArchive({
    GUIDANG_FIXED_TIME: beginning.toISOString(),
    LOCK_WINDOW_DAYS: '1000',
    LOCK_RENEW_DAYS: '100',
    ...overrides,
  })
  const folders = await mkdtemp(join(tmpdir(), 'guidang-retention-'))
  let clock = beginning
  const now = () => clock
  const store = await openFolderStore({ folder: join(archive.config.dataDir, 'store'), now, immutable: false })
  let cases = 0
  return {
    archive,
    tools: { ...archive, store, stores: openStores(archive.config, archive.catalogue.pool, now), now },
    setClock: (at) => {
      clock = at
    },
    async record() {
      cases += 1
      const serial = `${BigInt(serialNumber) + BigInt(cases)}`
      const place = await makeCase(sample, join(folders, `${cases}`), serial)
      const [outcome] = await archive.capture(place)
      return requireRecord(archive.catalogue, outcome?.number ?? '')
    },
    async retention({ number }) {
      const kept = await retentionOf(archive.catalogue.pool, number)
      if (kept === undefined) throw new Error(`no retention of ${number}`)
      return kept
    },
    async stored({ objects }) {
      const keys = [objects.package.key, objects.evidence.key]
      const found = await Promise.all(keys.map((key) => store.stat(key)))
      return found.filter((each) => each !== undefined)
    },
    async close() {
      await archive.close()
      await rm(folders, { recursive: true })
    },
  }
}
