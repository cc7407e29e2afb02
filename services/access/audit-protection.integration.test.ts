import { stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeNames } from '#archive-schema/copies/store-name.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { segmentKey } from '#storage/journal/journal-objects.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { holdRecords } from './hold-records.ts'
import { requireRecord } from './require-record.ts'

let archive: CopiesTrial
/** 电子文件号 of the record that is held, and of the other. */
let held: string
let free: string
beforeAll(async () => {
  archive = await openCopiesTrial()
  ;[held, free] = archive.numbers
  await holdRecords(archive, { numbers: [held], authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' })
  await archive.ledger.publish()
  const { catalogue, journal: objects } = archive
  await writeJournal({ catalogue, objects })
  await copyRound(archive)
})
afterAll(() => archive.close())

const storeOf = (name: 'first' | 'second') => archive.stores[name]?.open() ?? Promise.reject(new Error('no store'))
const packageOf = async (number: string) => (await requireRecord(archive.catalogue, number)).objects.package.key

/** Key of the newest rows of a record. */
async function rowsKey(number: string): Promise<string> {
  const { rows } = await archive.catalogue.pool.query<{ key: string }>(
    'select key from journal_object where number = $1 and is_named order by segment desc limit 1',
    [number],
  )
  return rows[0]?.key ?? ''
}

/** The audit while an object carries the other mark than it had. */
async function whileMarked(name: 'first' | 'second', key: string): Promise<string[]> {
  const store = await storeOf(name)
  const before = await store.isHeld(key)
  await store.setHold(key, !before)
  try {
    return kindsOf(await auditAll(archive, name))
  } finally {
    await store.setHold(key, before)
  }
}

test.each(storeNames)('in the %s store locks and holds as they should be are no faults', async (name) => {
  const store = await storeOf(name)
  expect(await store.isHeld(await packageOf(held))).toBe(true)
  expect(await store.isHeld(await rowsKey(held))).toBe(true)
  expect(kindsOf(await auditAll(archive, name))).toEqual([])
})

test.each(storeNames)(
  'in the %s store a hold that was lifted behind our back is found, of a package and of the rows of its record',
  async (name) => {
    expect(await whileMarked(name, await packageOf(held))).toEqual([`unheld ${held}`])
    expect(await whileMarked(name, await rowsKey(held))).toEqual([`unheld ${held}`])
  },
)

test.each(storeNames)(
  'in the %s store a hold that nobody ordered is found, for it binds until somebody lifts it',
  async (name) => {
    expect(await whileMarked(name, await packageOf(free))).toEqual([`held ${free}`])
    expect(await whileMarked(name, await rowsKey(free))).toEqual([`held ${free}`])
  },
)

test('a hold that is just being laid or lifted is not judged', async () => {
  const { pool } = archive.catalogue
  await pool.query('update record_retention set store_held = not store_held where number = $1', [held])
  expect(await whileMarked('first', await packageOf(held))).toEqual([])
  await pool.query('update record_retention set store_held = not store_held where number = $1', [held])
})

/** The audit while the lock of an object in the folder of a store ends that many days from now. */
async function whileLocked(name: 'first' | 'second', key: string, days: number): Promise<string[]> {
  const folder = name === 'first' ? join(archive.config.dataDir, 'store') : archive.secondFolder
  const path = join(folder, 'objects', key)
  const { mtime } = await stat(path)
  const end = new Date(Date.now() + days * 86_400_000)
  await utimes(path, end, end)
  try {
    return kindsOf(await auditAll(archive, name))
  } finally {
    await utimes(path, mtime, mtime)
  }
}

test('a lock of a segment, of rows of a record or of a checkpoint that is too short is found', async () => {
  expect(await whileLocked('first', segmentKey(1), 30)).toEqual(['unlocked -'])
  expect(await whileLocked('first', await rowsKey(free), 30)).toEqual([`unlocked ${free}`])
  const checkpoint = (await Array.fromAsync(archive.store.list('ledger/checkpoints/'))).at(-1) ?? ''
  expect(await whileLocked('first', checkpoint, 30)).toEqual(['unlocked -'])
})

test('a segment that awaits the renewal of its lock is no fault', async () => {
  expect(await whileLocked('first', segmentKey(1), archive.retention.locks.renewDays - 30)).toEqual([])
})

test('a lock of a copy that is shorter than was registered is found', async () => {
  expect(await whileLocked('second', segmentKey(1), 30)).toEqual(['unlocked -'])
  expect(await whileLocked('second', await rowsKey(free), 30)).toEqual([`unlocked ${free}`])
})
