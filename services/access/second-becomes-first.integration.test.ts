import { cp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { type BesideStore, besideStore } from '#compliance-tests/durability/lived-archive.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { segmentKey } from '#storage/journal/journal-objects.ts'
import type { Archive } from '../open-archive.ts'
import { auditStore } from './audit-store.ts'
import { type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { repairCopies } from './repair-copies.ts'
import { requireRecord } from './require-record.ts'
import { verifyStored } from './verify-stored.ts'

const { signal } = new AbortController()
let archive: CopiesTrial
let beside: BesideStore
/** 电子文件号 of the record that was repaired in the first store, and of the one that was repaired in the second. */
let first: string
let second: string

beforeAll(async () => {
  archive = await openCopiesTrial()
  ;[first, second] = archive.numbers
  await keepAll()
  const folders = { first: join(archive.config.dataDir, 'store'), second: archive.secondFolder }
  await spoil(join(folders.first, 'objects', await packageOf(first)))
  await spoil(join(folders.first, 'objects', segmentKey(1)))
  await spoil(join(folders.second, 'objects', await packageOf(second)))
  const places: (string | undefined)[] = []
  await repairCopies(archive, undefined, signal, async ({ place }) => void places.push(place))
  expect(places).toEqual([
    `repaired/1/${await packageOf(first)}`,
    `repaired/1/${segmentKey(1)}`,
    `repaired/1/${await packageOf(second)}`,
  ])
  await keepAll()
  beside = await besideStore(archive)
}, 120_000)
afterAll(async () => {
  await beside.drop()
  await archive.close()
})

/** What has changed is journaled and copied. */
async function keepAll(): Promise<void> {
  const { catalogue, journal: objects } = archive
  await archive.ledger.publish()
  await writeJournal({ catalogue, objects })
  await copyRound(archive)
}

const packageOf = async (number: string) => (await requireRecord(archive.catalogue, number)).objects.package.key

async function spoil(path: string): Promise<void> {
  await rename(path, `${path}.kept`)
  await writeFile(path, 'spoilt')
  await rm(`${path}.kept`)
}

async function audited(rebuilt: Archive): Promise<string[]> {
  const request = { store: 'first', slice: wholeRound, sample: 100, inspect: false } as const
  return kindsOf(await auditStore(rebuilt, request, signal))
}

const alone = () => beside.on(beside.url, { SECOND_STORE_FOLDER: '' })

test('a segment that was repaired is read from its place, without any other store', async () => {
  expect(await alone().rebuild()).toMatchObject({ faults: [], verified: 2 })
})

test('beside the store in which it was repaired, a repaired object stays where it is', async () => {
  const rebuilt = await alone().open()
  expect(await rebuilt.stores.first.places.of(await packageOf(first))).toBe(`repaired/1/${await packageOf(first)}`)
  expect(await rebuilt.stores.first.places.of(await packageOf(second))).toBe(await packageOf(second))
  await rebuilt.close()
})

test('when the second store has become the first, every object is read where it lies there, and nothing is a fault', async () => {
  const swapped = await besideStore(archive)
  await rm(join(swapped.dataDir, 'store'), { recursive: true })
  await cp(archive.secondFolder, join(swapped.dataDir, 'store'), { recursive: true, preserveTimestamps: true })
  const there = swapped.on(swapped.url, { SECOND_STORE_FOLDER: '' })
  expect(await there.rebuild()).toMatchObject({ faults: [], verified: 2 })
  const rebuilt = await there.open()
  const { places } = rebuilt.stores.first
  expect(await places.of(await packageOf(first))).toBe(await packageOf(first))
  expect(await places.of(await packageOf(second))).toBe(`repaired/1/${await packageOf(second)}`)
  for (const number of archive.numbers)
    expect(await verifyStored(rebuilt, await requireRecord(rebuilt.catalogue, number))).toMatchObject({ ok: true })
  expect(await audited(rebuilt)).toEqual([])
  await rebuilt.close()
  await swapped.drop()
})
