import { isInSlice, type Slice } from '#archive-schema/copies/slice.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { tileIn } from '#archive-schema/ledger/tile-place.ts'
import { companionsOf } from '#storage/catalogue/checkpoint-companions.ts'
import { keptRecordsAfter } from '#storage/catalogue/kept-objects.ts'
import { textEntriesAfter } from '#storage/catalogue/ledger-entries.ts'
import { checkpointSizesAfter, newestState } from '#storage/catalogue/ledger-states.ts'
import { ledgerCopiesAfter } from '#storage/catalogue/object-copies.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { journalObjectsAfter } from '#storage/journal/journaled-objects.ts'
import { checkpointKey, isPartialTile, textKey, tileKey } from '#storage/ledger/object-keys.ts'
import type { AuditPhase } from './audit-progress.ts'
import { expectedInStore } from './expected-in-store.ts'
import { expectedBesideRecords, expectedJournalObject } from './expected-journal.ts'
import { companionKey, expectedLedgerObject } from './expected-ledger.ts'
import type { ExpectedObject } from './expected-object.ts'
import { expectedCopy, expectedOf } from './expected-records.ts'

/** What ought to be there: one batch of a phase. */
export type Batch = {
  readonly expected: readonly ExpectedObject[]
  readonly records: number
  readonly uncopied: number
  /** With what the next batch begins; `undefined` after the last. */
  readonly next: string | undefined
}

const batchSize = 200
/** What is looked at, and until when at least that is locked which is kept for ever. */
export type BatchScope = Slice & { readonly store: StoreName; readonly leastLock: Date }
type BatchOf = (runner: SqlRunner, scope: BatchScope, after: string) => Promise<Batch>

/** What each phase but the last expects. The second store is audited by what was entered of its copies. */
export const batches: Record<Exclude<AuditPhase, 'listing'>, BatchOf> = {
  records: recordBatch,
  checkpoints: ofLedger(async (runner, after) => {
    const sizes = await checkpointSizesAfter(runner, Number(after), batchSize)
    const keys = sizes.flatMap((size) => digestAlgorithms.map((algorithm) => checkpointKey(algorithm, size)))
    keys.push(...(await companionsOf(runner, sizes)).map(companionKey))
    return { keys, next: sizes.at(-1)?.toString() }
  }),
  texts: ofLedger(async (runner, after) => {
    const entries = await textEntriesAfter(runner, after === '' ? '0' : after, batchSize)
    return { keys: entries.map(({ entry }) => textKey(entry)), next: entries.at(-1)?.id }
  }),
  tiles: ofLedger(tileKeys),
  journal: ofFirst(async (runner, scope, after) => {
    const page = await journalObjectsAfter(runner, after, batchSize)
    const own = page.filter(({ key }) => isInSlice(key, scope))
    const expected = own.map((object) => ({ ...lockedForEver(object.key, scope), ...expectedJournalObject(object) }))
    return { expected, next: page.at(-1)?.key }
  }),
  copies: copyBatch,
}

async function recordBatch(runner: SqlRunner, scope: BatchScope, after: string): Promise<Batch> {
  const page = await keptRecordsAfter(runner, after, batchSize)
  const own = page.filter(({ objects }) => isInSlice(objects.package.key, scope))
  const expected = own.flatMap(expectedOf)
  const inStore = await expectedInStore(runner, scope.store, expected)
  const uncopied = expected.length - inStore.length
  return { expected: inStore, records: own.length, uncopied, next: page.at(-1)?.number }
}

async function copyBatch(runner: SqlRunner, scope: BatchScope, after: string): Promise<Batch> {
  const page = scope.store === 'first' ? [] : await ledgerCopiesAfter(runner, scope.store, after, batchSize)
  const expected: ExpectedObject[] = []
  for (const copy of page.filter(({ key }) => isInSlice(key, scope))) {
    const { sha256, bytes } = copy
    const object = await expectedBesideRecords(runner, copy.key)
    const registered = [{ place: '副本登记', sha256, bytes }] as const
    expected.push(object === undefined ? { key: copy.key, registered } : expectedCopy(object, copy))
  }
  return { expected, records: 0, uncopied: 0, next: page.at(-1)?.key }
}

type KeyPage = { readonly keys: readonly string[]; readonly next: string | undefined }

/** A phase of the first store whose batches are keys of the ledger. */
function ofLedger(pageAfter: (runner: SqlRunner, after: string) => Promise<KeyPage>): BatchOf {
  return ofFirst(async (runner, scope, after) => {
    const { keys, next } = await pageAfter(runner, after)
    const expected: ExpectedObject[] = []
    for (const key of keys.filter((one) => isInSlice(one, scope))) {
      const object = await expectedLedgerObject(runner, key)
      if (object !== undefined) expected.push({ ...lockedForEver(key, scope), ...object })
    }
    return { expected, next }
  })
}

type PageOf = (runner: SqlRunner, scope: BatchScope, after: string) => Promise<Pick<Batch, 'expected' | 'next'>>

/** A phase that only the first store has. */
function ofFirst(pageAfter: PageOf): BatchOf {
  return async (runner, scope, after) => {
    const none = { expected: [], records: 0, uncopied: 0, next: undefined }
    return scope.store === 'first' ? { ...none, ...(await pageAfter(runner, scope, after)) } : none
  }
}

function lockedForEver(key: string, { leastLock }: BatchScope): Pick<ExpectedObject, 'lockedUntil'> {
  return isPartialTile(key) ? {} : { lockedUntil: leastLock }
}

/** Tiles and bundles of the committed trees, level by level; `after` is the place where the last batch ended. */
async function tileKeys(runner: SqlRunner, after: string): Promise<KeyPage> {
  const size = (await newestState(runner))?.size ?? 0
  const [ended = '-1', index = '-1'] = after.split('/')
  for (let [level, first] = [Number(ended === '' ? -1 : ended), Number(index) + 1]; ; level += 1, first = 0) {
    const place = level === -1 ? 'entries' : level
    if (tileIn(size, place, 0) === undefined) return { keys: [], next: undefined }
    const tiles = Array.from({ length: batchSize }, (_, i) => tileIn(size, place, first + i)).filter((tile) => !!tile)
    if (tiles.length === 0) continue
    const keys = tiles.flatMap((tile) =>
      place === 'entries' ? [tileKey('sha256', tile)] : digestAlgorithms.map((algorithm) => tileKey(algorithm, tile)),
    )
    return { keys, next: `${level}/${first + tiles.length - 1}` }
  }
}
