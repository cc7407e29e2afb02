import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { search } from '#services/access/search.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { repairedPlace } from '#storage/objects/repaired-store.ts'
import { afterLocks, endedCopiedRecord, orderedList } from './disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial, storeWith } from './retention-trial.ts'

let trial: RetentionTrial
let folder: string
let second: ObjectStore
const { signal } = new AbortController()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  trial = await openRetentionTrial({
    ...{ LOCK_WINDOW_DAYS: '3700', SECOND_STORE_FOLDER: folder, COPY_SECONDS: '86400', AUDIT_DAYS: '0' },
    RECOGNITION: 'true',
  })
  const opened = await trial.tools.stores.second?.open()
  if (opened === undefined) throw new Error('there is no second store')
  second = opened
})
afterAll(async () => {
  await trial.close()
  await rm(folder, { recursive: true })
})

const copied = async () => {
  const record = await endedCopiedRecord(trial, signal)
  return { ...record, folder: `${dirname(record.objects.package.key)}/` }
}
const tracesOf = (store: ObjectStore, of: string) => Array.fromAsync(store.traces(of))
const faultsOf = async (store: 'first' | 'second') =>
  (await auditStore(trial.archive, { store, slice: wholeRound, sample: 100, inspect: false }, signal)).faults

test('both stores, the index and the text are empty of a destroyed record, and audits miss nothing [RET-07]', async () => {
  const record = await copied()
  const { number } = record
  const found = async () =>
    (await search(trial.archive, { terms: [record.title], limit: 100 })).hits.map((hit) => hit.number)
  expect(await found()).toContain(number)
  const before = [await tracesOf(trial.tools.store, record.folder), await tracesOf(second, record.folder)]
  for (const traces of before)
    expect(traces.map(({ key }) => key).join()).toMatch(/evidence\.tar.*\.text\.jsonl.*\.zip.*\/journal\//)
  const list = await orderedList(trial, [number])
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
  for (const store of [trial.tools.store, second]) expect(await tracesOf(store, record.folder)).toEqual([])
  expect(await found()).not.toContain(number)
  expect(await findDisposed(trial.archive.catalogue.pool, number)).toMatchObject({
    item: { title: record.title },
    outcome: { stores: ['first', 'second'], erased: before.flat().length },
  })
  await expect(requireRecord(trial.archive.catalogue, record.archivalCode)).rejects.toMatchObject({
    code: 'RECORD_DISPOSED',
    faults: [{ found: number, expected: expect.stringContaining(list) }],
  })
  for (const store of ['first', 'second'] as const) expect(await faultsOf(store)).toEqual([])
})

test('whatever step a process dies at, the next one goes on', async () => {
  const record = await copied()
  const { number } = record
  const list = await orderedList(trial, [number])
  const dying = (changes: Partial<ObjectStore>) => ({ ...trial.tools, store: storeWith(trial.tools.store, changes) })
  const died = new Error('killed')
  const die = () => Promise.reject(died)
  await expect(carryOut(dying({ erase: die }), list)).rejects.toBe(died)
  await expect(requireRecord(trial.archive.catalogue, number)).rejects.toMatchObject({ code: 'RECORD_DISPOSED' })
  expect(await faultsOf('first')).toEqual([])
  const half = async () => {
    await trial.tools.store.remove(record.objects.package.key)
    throw died
  }
  await expect(carryOut(dying({ erase: half }), list)).rejects.toBe(died)
  const whole = async (of: string) => {
    await trial.tools.store.erase(of)
    throw died
  }
  await expect(carryOut(dying({ erase: whole }), list)).rejects.toBe(died)
  expect(await findDisposed(trial.archive.catalogue.pool, number)).toMatchObject({ outcome: undefined })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
  for (const store of [trial.tools.store, second]) expect(await tracesOf(store, record.folder)).toEqual([])
})

test('a store that keeps something back, or a copy that is still locked, is told', async () => {
  const record = await copied()
  const { number } = record
  const list = await orderedList(trial, [number])
  const locked = await second.extendLock(record.objects.package.key, new Date(afterLocks.getTime() + 5_000))
  expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'waiting', until: locked.retainUntil }])
  trial.setClock(locked.retainUntil)
  const deaf = { ...trial.tools, store: storeWith(trial.tools.store, { erase: async () => {} }) }
  await expect(carryOut(deaf, list)).rejects.toMatchObject({ code: 'DISPOSAL_TRACES', faults: [{ file: number }] })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('what a killed writer has left in the folder of a record goes too', async () => {
  const record = await copied()
  const left = join(trial.archive.config.dataDir, 'store/objects', record.folder, '.incoming-00')
  await writeFile(left, 'half')
  await utimes(left, beginning, beginning)
  const list = await orderedList(trial, [record.number])
  expect(await carryOut(trial.tools, list)).toEqual([{ number: record.number, state: 'destroyed' }])
  expect(await readdir(dirname(left))).not.toContain(basename(left))
})

test('what repairs have put elsewhere goes too', async () => {
  const record = await copied()
  const place = repairedPlace(1, record.objects.package.key)
  const bare = await trial.tools.stores.second?.openBare()
  const { bytes, sha256 } = record.objects.package
  const path = join(folder, 'good.zip')
  await writeFile(path, Buffer.concat(await Array.fromAsync(second.read(record.objects.package.key))))
  await bare?.put(place, { path, fixity: { bytes, sha256 } }, beginning)
  const list = await orderedList(trial, [record.number])
  expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'destroyed' }])
  expect(await bare?.stat(place)).toBeUndefined()
})
