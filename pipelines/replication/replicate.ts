import type { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { asOnlyCopier } from '#storage/catalogue/copying-lock.ts'
import { type KeptRecord, uncopiedRecords } from '#storage/catalogue/kept-objects.ts'
import { copiesOf, deleteCopy, ledgerCopiesAfter, type ObjectCopy } from '#storage/catalogue/object-copies.ts'
import { eachPage } from '#storage/catalogue/pages.ts'
import { type JournalObject, uncopiedJournalObjects } from '#storage/journal/journaled-objects.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { isPartialTile } from '#storage/ledger/object-keys.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { expectedJournalObject } from '../audit/expected-journal.ts'
import { expectedLedgerObject, isOutgrownTile } from '../audit/expected-ledger.ts'
import type { ExpectedObject } from '../audit/expected-object.ts'
import { expectedOf } from '../audit/expected-records.ts'
import { type CopyTools, copyObject } from './copy-object.ts'
import { tellCopies } from './tell-copies.ts'

export type ReplicationTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly store: ObjectStore
  readonly second: KeptStore
  readonly scratch: string
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Told which object could not be copied; the others are. */
  readonly onFault: (key: string, refusal: ArchiveError) => void
  /** What the caller keeps between rounds: a ledger that has not changed since is not listed again. */
  readonly memory: ReplicationMemory
}

export type ReplicationMemory = { copiedLedger?: string }

/** What a round has copied. */
export type Replicated = { readonly objects: number; readonly bytes: number; readonly texts: number }

/**
 * 双份保存: copies every object that the second store has not yet, and enters the copies in the ledger. A round that is interrupted
 * goes on with the next; each object is held to what was registered of it, never to itself alone. Resolves to `undefined` when another
 * process copies now. Throws `STORE_UNAVAILABLE` while a store is down.
 */
export async function replicate(tools: ReplicationTools): Promise<Replicated | undefined> {
  const { catalogue, store: first, scratch, now } = tools
  return asOnlyCopier(catalogue, async () => {
    const second = await tools.second.open()
    const copying = { catalogue, first, second, scratch, now }
    const records = await copyRecords(tools, copying)
    const ledger = await copyGrownLedger(tools, copying)
    const journal = await copyJournal(tools, copying)
    const texts = await tellCopies({ ...tools, place: second.description })
    const parts = [records, ledger, journal]
    const sum = (of: keyof Sum) => parts.reduce((total, part) => total + part[of], 0)
    return { objects: sum('objects'), bytes: sum('bytes'), texts }
  })
}

type Sum = { readonly objects: number; readonly bytes: number }
const nothing: Sum = { objects: 0, bytes: 0 }
const pageSize = 200

async function copyRecords(tools: ReplicationTools, copying: CopyTools): Promise<Sum> {
  let sum = nothing
  const pageAfter = (last?: KeptRecord) =>
    uncopiedRecords(copying.catalogue.pool, 'second', last?.number ?? '', pageSize)
  for await (const page of eachPage(pageAfter)) sum = await copyMissing(tools, copying, page.flatMap(expectedOf), sum)
  return sum
}

/** Segments, and the rows of records that they name. */
async function copyJournal(tools: ReplicationTools, copying: CopyTools): Promise<Sum> {
  let sum = nothing
  const pageAfter = (last?: JournalObject) =>
    uncopiedJournalObjects(copying.catalogue.pool, 'second', last?.key ?? '', pageSize)
  for await (const page of eachPage(pageAfter))
    sum = await copyMissing(tools, copying, page.map(expectedJournalObject), sum)
  return sum
}

/** The ledger, unless it is as it was when all of it was copied. */
async function copyGrownLedger(tools: ReplicationTools, copying: CopyTools): Promise<Sum> {
  const [{ committed, waiting }, newest] = [await tools.ledger.counts(), await tools.ledger.newest()]
  const state = `${committed} ${waiting} ${newest?.size ?? 0}`
  if (tools.memory.copiedLedger === state) return nothing
  let faults = 0
  const onFault: ReplicationTools['onFault'] = (key, refusal) => {
    faults += 1
    tools.onFault(key, refusal)
  }
  const sum = await copyLedger({ ...tools, onFault }, copying)
  await sweepCopies(copying)
  if (faults === 0) tools.memory.copiedLedger = state
  return sum
}

/** Tiles, checkpoints and texts. What is not committed yet comes with a later round. */
async function copyLedger(tools: ReplicationTools, copying: CopyTools): Promise<Sum> {
  let sum = nothing
  const copyPage = async (keys: readonly string[]) => {
    const copies = await copiesOf(copying.catalogue.pool, 'second', keys)
    const expected: ExpectedObject[] = []
    for (const key of keys.filter((one) => !copies.has(one))) {
      const object = await expectedLedgerObject(copying.catalogue.pool, key)
      if (object !== undefined) expected.push(object)
    }
    sum = await copyMissing(tools, copying, expected, sum)
  }
  let page: string[] = []
  for await (const key of copying.first.list('ledger/')) {
    page.push(key)
    if (page.length < pageSize) continue
    await copyPage(page)
    page = []
  }
  await copyPage(page)
  return sum
}

async function copyMissing(
  { signal, onFault }: ReplicationTools,
  copying: CopyTools,
  expected: readonly ExpectedObject[],
  before: Sum,
): Promise<Sum> {
  const copies = await copiesOf(
    copying.catalogue.pool,
    'second',
    expected.map(({ key }) => key),
  )
  let { objects, bytes } = before
  for (const object of expected.filter(({ key }) => !copies.has(key))) {
    signal.throwIfAborted()
    const copied = await attempt(() => copyObject(copying, object))
    if ('refusal' in copied) {
      if (!(await isOutgrownTile(copying.catalogue.pool, object.key))) onFault(object.key, copied.refusal)
      continue
    }
    objects += 1
    bytes += copied.value
  }
  return { objects, bytes }
}

/** Removes copies of partial tiles for which the full ones are there, once their locks have ended. */
async function sweepCopies({ catalogue: { pool }, first, second }: CopyTools): Promise<void> {
  const pages = eachPage<ObjectCopy>((last) => ledgerCopiesAfter(pool, 'second', last?.key ?? '', pageSize))
  for await (const page of pages) {
    for (const { key } of page.filter((copy) => isPartialTile(copy.key))) {
      if (!(await isOutgrownTile(pool, key)) || (await first.stat(key)) !== undefined) continue
      const removed = await attempt(() => second.remove(key))
      const isGone = !('refusal' in removed) || removed.refusal.code === 'STORE_OBJECT_MISSING'
      if (isGone) await deleteCopy(pool, 'second', key)
    }
  }
}
