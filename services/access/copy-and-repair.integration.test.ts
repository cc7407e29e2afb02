import { appendFile, mkdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCopyBatch } from '#archive-schema/copies/copy-text.ts'
import { parseRepair } from '#archive-schema/copies/repair-text.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { protectCopy } from '#pipelines/retention/protect-copy.ts'
import { textEntriesAfter } from '#storage/catalogue/ledger-entries.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { warnOfLag } from '../worker/keep-copies.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { copyStatus } from './copy-now.ts'
import { type RepairResult, repairCopies } from './repair-copies.ts'
import { requireRecord } from './require-record.ts'
import { verifyStored } from './verify-stored.ts'

let archive: CopiesTrial
let record: PreservedRecord
let other: PreservedRecord

beforeAll(async () => {
  archive = await openCopiesTrial()
  record = await requireRecord(archive.catalogue, archive.numbers[0])
  other = await requireRecord(archive.catalogue, archive.numbers[1])
})
afterAll(() => archive.close())

const firstPath = (key: string) => join(archive.config.dataDir, 'store', 'objects', key)
const secondPath = (key: string) => join(archive.secondFolder, 'objects', key)

/** Texts of a type that the ledger has entries of, oldest first. */
async function textsOf(type: string): Promise<Uint8Array[]> {
  const entries = (await textEntriesAfter(archive.catalogue.pool, '0', 1_000)).filter(
    ({ entry }) => entry.type === type,
  )
  return Promise.all(entries.map(async ({ entry }) => (await archive.ledger.readText(entry)) ?? Buffer.of()))
}

/** Writes other bytes, and leaves the lock as it was. */
async function spoil(path: string, change: (path: string) => Promise<void>): Promise<void> {
  const { mtime } = await stat(path)
  await change(path)
  await utimes(path, mtime, mtime)
}

async function repairAll(number?: string): Promise<{ looked: number; results: RepairResult[] }> {
  const results: RepairResult[] = []
  const tell = async (result: RepairResult) => void results.push(result)
  const looked = await repairCopies(archive, number, new AbortController().signal, tell)
  return { looked, results }
}

/** Copies until only the growth of the ledger by the copies themselves would be left, and that too. */
async function copyAll(): Promise<void> {
  for (const _ of ['what is new', 'what tells of it']) {
    await archive.ledger.publish()
    await copyRound(archive)
  }
}

test('a second store that is down stops nothing: records are archived, the lag shows, and is an alarm after a time', async () => {
  await rm(archive.secondFolder, { recursive: true })
  await writeFile(archive.secondFolder, 'no folder')
  await expect(copyRound(archive)).rejects.toThrow()
  const status = await copyStatus(archive)
  expect(status).toMatchObject({ waiting: 2, alarm: false })
  const alarms: object[] = []
  const log = { error: (facts: object) => void alarms.push(facts) } as unknown as CopiesTrial['log']
  await warnOfLag({ ...archive, log })
  expect(alarms).toEqual([])
  const later = () => new Date(Date.now() + 61 * 60_000)
  await warnOfLag({ ...archive, log, now: later })
  expect(alarms).toMatchObject([{ event: 'copy.alarm', waiting: 2, alarm: true }])
  await rm(archive.secondFolder)
})

test('an object that is not what was registered is not copied; the others are', async () => {
  const path = firstPath(record.objects.package.key)
  const bytes = await readFile(path)
  const { mtime } = await stat(path)
  await rename(path, `${path}.kept`)
  await writeFile(path, bytes.with(100, (bytes[100] ?? 0) ^ 1))
  await copyRound(archive)
  expect(await copyStatus(archive)).toMatchObject({ waiting: 1 })
  await rename(`${path}.kept`, path)
  await utimes(path, mtime, mtime)
})

test('[STO-10] every object of the first store is copied, byte for byte, and locked as long', async () => {
  await copyRound(archive)
  // The text that tells of the copies, and nothing else.
  expect(await copyStatus(archive)).toMatchObject({ waiting: 0, journal: 0, ledger: 1, alarm: false })
  const second = await archive.second.open()
  for await (const key of archive.store.list('')) {
    if (key.startsWith('ledger/texts/store/')) continue
    expect(await readFile(secondPath(key)), key).toEqual(await readFile(firstPath(key)))
    const [here, there] = [await archive.store.stat(key), await second.stat(key)]
    expect(there?.retainUntil.getTime(), key).toBeGreaterThanOrEqual(here?.retainUntil.getTime() ?? Number.NaN)
  }
})

test('[STO-10] the ledger holds a text with one line for each object that was copied: version, bytes, SHA-256 and SM3', async () => {
  const objects = (await textsOf('store')).flatMap((text) => parseCopyBatch(text).objects)
  for (const { objects: own } of [record, other]) {
    for (const { key } of [own.package, own.evidence]) {
      const fixity = measureBytes(await readFile(firstPath(key)))
      expect(objects.filter((object) => object.key === key)).toEqual([{ key, version: '1', ...fixity }])
    }
  }
})

test('copying comes to an end: the texts about copies are copied, and are no reason for another text', async () => {
  await copyAll()
  const texts = (await textsOf('store')).length
  await archive.ledger.publish()
  expect(await copyRound(archive)).toMatchObject({ objects: 0, texts: 0 })
  expect(await textsOf('store')).toHaveLength(texts)
})

test('objects of journal and ledger that have no copy yet are counted, and are an alarm after a time', async () => {
  expect(await copyStatus(archive)).toEqual({ waiting: 0, journal: 0, ledger: 0, lagSeconds: 0, alarm: false })
  const { catalogue, journal: objects } = archive
  await writeJournal({ catalogue, objects })
  const later = () => new Date(Date.now() + 61 * 60_000)
  expect(await copyStatus({ ...archive, now: later })).toMatchObject({ waiting: 0, journal: 1, alarm: true })
  await copyRound(archive)
  await archive.ledger.enter('audit', Buffer.from('invented'))
  await archive.ledger.publish()
  const stale = await copyStatus({ ...archive, now: later })
  expect(stale).toMatchObject({ waiting: 0, journal: 0, alarm: true })
  // The text, and the checkpoint in both trees.
  expect(stale?.ledger).toBeGreaterThanOrEqual(3)
  await copyAll()
  expect(await copyStatus(archive)).toMatchObject({ journal: 0, ledger: 0, alarm: false })
})

test('a copy that was killed half way is made again', async () => {
  const { pool } = archive.catalogue
  await pool.query('delete from object_copy where number = $1', [record.number])
  expect(await copyStatus(archive)).toMatchObject({ waiting: 1 })
  expect(await copyRound(archive)).toMatchObject({ objects: 2 })
  expect(await copyStatus(archive)).toMatchObject({ waiting: 0 })
})

test('a copy is locked and held as its original is', async () => {
  const second = await archive.second.open()
  const { key } = other.objects.text ?? other.objects.package
  const present = (await second.stat(key))?.retainUntil ?? new Date(0)
  const until = new Date(present.getTime() + 86_400_000)
  await protectCopy(archive.catalogue.pool, archive, key, { until, isHeld: true })
  expect((await second.stat(key))?.retainUntil).toEqual(until)
  expect(await second.isHeld(key)).toBe(true)
  await protectCopy(archive.catalogue.pool, archive, key, { until: present, isHeld: false })
  expect((await second.stat(key))?.retainUntil).toEqual(until)
  expect(await second.isHeld(key)).toBe(false)
})

test('what is whole is not repaired', async () => {
  expect(await repairAll(record.number)).toEqual({ looked: 4, results: [] })
})

test('[FPC-24] a bad object gets good bytes at a place of their own from the other copy, and the bad ones stay as evidence', async () => {
  const { key } = record.objects.package
  const second = await archive.second.open()
  await second.setHold(key, true)
  await spoil(firstPath(key), (path) => truncate(path, 1_000))
  expect(await verifyStored(archive, record)).toMatchObject({ ok: false })
  const { results } = await repairAll(record.number)
  const place = `repaired/1/${key}`
  expect(results).toEqual([{ store: 'first', key, outcome: 'repaired', place, source: 'second' }])
  expect(await readFile(firstPath(place))).toEqual(await readFile(secondPath(key)))
  expect((await stat(firstPath(key))).size).toBe(1_000)
  expect(await archive.store.isHeld(key)).toBe(true)
  for (const store of [archive.store, second]) await store.setHold(key, false)
  expect(await verifyStored(archive, record)).toMatchObject({ ok: true })
  expect(kindsOf(await auditAll(archive))).toEqual([])
  expect(await repairAll(record.number)).toMatchObject({ results: [] })
})

test('[FPC-24] the ledger holds what was read, twice, of the bad and of the good copy', async () => {
  const repair = parseRepair((await textsOf('store')).at(-1) ?? Buffer.of())
  const good = `${record.objects.package.bytes} B sha256:${record.objects.package.sha256}`
  expect(repair).toMatchObject({
    store: 'first',
    source: 'second',
    key: record.objects.package.key,
    good: [good, good],
  })
  expect(repair.bad).toEqual([expect.stringMatching(/^truncated, 1000 B/), expect.stringMatching(/^truncated, 1000 B/)])
})

test('an object that is gone comes back under its own key, in the second store as in the first', async () => {
  const { key } = other.objects.evidence
  await rm(secondPath(key))
  const { results } = await repairAll(other.number)
  expect(results).toEqual([{ store: 'second', key, outcome: 'repaired', place: key, source: 'first' }])
  expect(await readFile(secondPath(key))).toEqual(await readFile(firstPath(key)))
  expect(kindsOf(await auditAll(archive, 'second'))).toEqual([])
})

test('a repair that is bad again is repaired again', async () => {
  const { key } = record.objects.package
  await spoil(firstPath(`repaired/1/${key}`), (path) => truncate(path, 1))
  expect(await repairAll(record.number)).toMatchObject({ results: [{ place: `repaired/2/${key}` }] })
  expect(await verifyStored(archive, record)).toMatchObject({ ok: true })
})

test('objects of the ledger are repaired with everything else', async () => {
  const tile = (await Array.fromAsync(archive.store.list('ledger/checkpoints/')))[0] ?? ''
  await spoil(firstPath(tile), (path) => appendFile(path, 'x'))
  const { results } = await repairAll()
  expect(results).toEqual([
    { store: 'first', key: tile, outcome: 'repaired', place: `repaired/1/${tile}`, source: 'second' },
  ])
  expect(kindsOf(await auditAll(archive))).toEqual([])
})

test('where both copies are bad, nothing is written and each is named', async () => {
  const { key } = other.objects.package
  const before = await readFile(firstPath(key))
  await spoil(firstPath(key), (path) => truncate(path, 5))
  await spoil(secondPath(key), (path) => truncate(path, 6))
  const { results } = await repairAll(other.number)
  expect(results).toMatchObject([
    { store: 'first', key, outcome: 'refused', code: 'STORE_COPIES_BAD' },
    { store: 'second', key, outcome: 'refused', code: 'STORE_COPIES_BAD' },
  ])
  expect(await Array.fromAsync(archive.store.list(`repaired/1/${key}`))).toEqual([])
  expect((await stat(firstPath(key))).size).toBe(5)
  await mkdir(archive.secondFolder, { recursive: true })
  for (const path of [firstPath(key), secondPath(key)]) await spoil(path, (one) => writeFile(one, before))
  expect(await repairAll(other.number)).toMatchObject({ results: [] })
})
