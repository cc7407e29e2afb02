import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueryConfig } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { noProgress } from '#pipelines/audit/audit-progress.ts'
import { expectedOf } from '#pipelines/audit/expected-records.ts'
import { nextBatch } from '#pipelines/audit/next-batch.ts'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import { repairObject } from '#pipelines/replication/repair-object.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { openRun } from '#storage/catalogue/audit-slices.ts'
import { openCatalogue } from '#storage/catalogue/catalogue.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { EnteredEntries } from '#storage/catalogue/entered-entries.ts'
import { findKeptRecord } from '#storage/catalogue/kept-objects.ts'
import { insertRepair } from '#storage/catalogue/object-repairs.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import { MeasuringThreads } from '#storage/objects/measuring-threads.ts'
import { repairedPlace } from '#storage/objects/repaired-store.ts'
import { afterLocks, endedCopiedRecord, orderedList, watchers } from './disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial, storeWith } from './retention-trial.ts'

let trial: RetentionTrial
let folder: string
let second: KeptStore
const { signal } = new AbortController()
const died = new Error('killed')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  const copying = { SECOND_STORE_FOLDER: folder, COPY_SECONDS: '86400', AUDIT_DAYS: '0' }
  trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700', ...copying })
  if (trial.tools.stores.second === undefined) throw new Error('there is no second store')
  second = trial.tools.stores.second
})
afterAll(async () => {
  await trial.close()
  await rm(folder, { recursive: true })
})

const pool = () => trial.archive.catalogue.pool
const copied = () => endedCopiedRecord(trial, signal)
/** The tools of a process that dies when it has done `part` of erasing the first store. */
const dying = (part: (folder: string) => Promise<unknown>): DisposalTools => {
  const erase = async (of: string) => {
    await part(of)
    throw died
  }
  return { ...trial.tools, store: storeWith(trial.tools.store, { erase }) }
}

test('while a process does not know a store in which copies lie, nothing is destroyed, and nothing is said to be gone', async () => {
  const { number, objects } = await copied()
  const list = await orderedList(trial, [number])
  const alone = { ...trial.tools, stores: { second: undefined } }
  const waiting = { number, state: 'waiting', reason: '存有副本的存储未配置：second' }
  expect(await carryOut(alone, list)).toEqual([waiting])
  expect(await trial.tools.store.stat(objects.package.key)).toBeDefined()
  await expect(
    carryOut(
      dying(async () => {}),
      list,
    ),
  ).rejects.toBe(died)
  expect(await carryOut(alone, list)).toEqual([waiting])
  expect(await findDisposed(pool(), number)).toMatchObject({ stores: ['first', 'second'], outcome: undefined })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('rows of a record in the journal of a store that a process does not know keep it as well', async () => {
  const { number } = await copied()
  const list = await orderedList(trial, [number])
  await pool().query('delete from object_copy where number = $1', [number])
  const alone = { ...trial.tools, stores: { second: undefined } }
  const waiting = { number, state: 'waiting', reason: '存有副本的存储未配置：second' }
  expect(await carryOut(alone, list)).toEqual([waiting])
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('what another process begins while this one looks is not erased by it before the journal has taken that', async () => {
  const { number, objects } = await copied()
  const list = await orderedList(trial, [number])
  const older = await pool().connect()
  let isFirst = true
  const query = async (statement: QueryConfig) => {
    const found = await pool().query(statement)
    const isLook = /from journal_outbox where table_name|where d\.list = /.test(statement.text)
    if (isLook && isFirst) {
      isFirst = false
      expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'waiting', reason: '台账尚未写入' }])
    }
    return found
  }
  const looked = new Proxy(pool(), { get: (of, name) => (name === 'query' ? query : Reflect.get(of, name, of)) })
  // By its own clock the record is not due: it begins nothing itself.
  const slow = { ...trial.tools, catalogue: { ...trial.archive.catalogue, pool: looked }, now: () => beginning }
  try {
    await older.query('begin; select pg_current_xact_id()')
    expect(await carryOut(slow, list)).not.toMatchObject([{ state: 'destroyed' }])
    expect(isFirst).toBe(false)
    expect(await trial.tools.store.stat(objects.package.key)).toBeDefined()
  } finally {
    await older.query('rollback')
    older.release()
  }
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('one connection to the database is enough to destroy: what waits for the journal does not wait for another', async () => {
  const { number } = await copied()
  const list = await orderedList(trial, [number])
  const { connectionString } = trial.archive.catalogue
  const catalogue = await openCatalogue(connectionString, { connections: 1 })
  try {
    expect(await carryOut({ ...trial.tools, catalogue }, list)).toEqual([{ number, state: 'destroyed' }])
  } finally {
    await catalogue.close()
  }
})

test('a repair that began before brings nothing of a destroyed record back', async () => {
  const { number } = await copied()
  const kept = await findKeptRecord(pool(), number)
  const [zip] = kept === undefined ? [] : expectedOf(kept)
  if (zip === undefined) throw new Error('nothing is expected')
  const list = await orderedList(trial, [number])
  await expect(
    carryOut(
      dying((of) => trial.tools.store.erase(of)),
      list,
    ),
  ).rejects.toBe(died)
  const first = trial.archive.stores.first
  await using here = new MeasuringThreads(first.address, 1)
  await using there = new MeasuringThreads(second.address, 1)
  const entered = new EnteredEntries(pool())
  const target = { runner: pool(), entered, kept: first, measure: (key: string) => here.measure(key) }
  const source = { runner: pool(), entered, kept: second, measure: (key: string) => there.measure(key) }
  const scratch = join(trial.archive.config.dataDir, 'repairs')
  expect(await repairObject({ ...trial.archive, scratch, target, source }, zip)).toBeUndefined()
  expect(await trial.tools.store.stat(zip.key)).toBeUndefined()
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('an audit that has read what is to be there before a record is destroyed misses nothing of it', async () => {
  const { number, objects } = await copied()
  const list = await orderedList(trial, [number])
  const kept = trial.archive.stores.first
  await using threads = new MeasuringThreads(kept.address, 1)
  const measure = async (key: string) => {
    if (key === objects.package.key) await carryOut(trial.tools, list)
    return threads.measure(key)
  }
  const run = await openRun(pool(), { store: 'first', ...wholeRound, sample: 100 }, noProgress, afterLocks)
  const entered = new EnteredEntries(pool())
  const checking = { runner: pool(), entered, kept, measure, run, atOnce: 1, leastLock: afterLocks }
  const seen = await nextBatch(checking, noProgress)
  expect(await findDisposed(pool(), number)).toMatchObject({ outcome: { stores: ['first', 'second'] } })
  expect(seen).toMatchObject({ faults: [], checked: expect.any(Number) })
})

test.each([
  ['', false, (key: string) => key],
  [' of an object that was repaired once', true, (key: string) => key],
  [' where a repair had put it', true, (key: string) => repairedPlace(1, key)],
] as const)(
  'what an older backup of a store brings back%s is told, and goes again by its closed list [STO-06]',
  async (_, isRepaired, placeOf) => {
    const { number, objects } = await copied()
    const bare = await second.openBare()
    const path = join(folder, 'backup.zip')
    await writeFile(path, Buffer.concat(await Array.fromAsync(bare.read(objects.package.key))))
    const repair = { store: 'second', key: objects.package.key, place: repairedPlace(1, objects.package.key) } as const
    if (isRepaired) await insertRepair(pool(), { ...repair, textSha256: 'a'.repeat(64), repairedAt: beginning })
    const list = await orderedList(trial, [number])
    expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'destroyed' }])
    for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
    const proved = await findDisposed(pool(), number)
    const { bytes, sha256 } = objects.package
    const key = placeOf(objects.package.key)
    await bare.put(key, { path, fixity: { bytes, sha256 } }, beginning)
    const extra = async () =>
      (
        await auditStore(trial.archive, { store: 'second', slice: wholeRound, sample: 100, inspect: false }, signal)
      ).faults.filter(({ kind }) => kind === 'extra')
    expect(await extra()).toMatchObject([{ key }])
    expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
    expect(await bare.stat(key)).toBeUndefined()
    expect(await extra()).toEqual([])
    expect(await findDisposed(pool(), number)).toEqual(proved)
  },
)
