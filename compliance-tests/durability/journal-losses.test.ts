import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterAct } from '#pipelines/business/enter-act.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { recordKeys } from '#pipelines/retention/record-keys.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { copyNow } from '#services/access/copy-now.ts'
import { repairCopies } from '#services/access/repair-copies.ts'
import { requireRecord } from '#services/access/require-record.ts'
import type { Archive } from '#services/open-archive.ts'
import { createDatabase } from '../stack/create-database.ts'
import { outliving, rebuiltRows, rowsOf } from './kept-rows.ts'
import { type BesideStore, besideStore, type LivedArchive, openLivedArchive, writeAll } from './lived-archive.ts'

const { signal } = new AbortController()
const act = { authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' }
let lived: LivedArchive
const dropping: { drop(): Promise<void> }[] = []

beforeAll(async () => {
  lived = await openLivedArchive()
  await writeAll(lived.archive)
})
afterAll(async () => {
  for (const each of dropping) await each.drop()
  await lived.close()
})

/** The archive as it lived, rebuilt beside a store of its own. */
async function rebuilt(): Promise<BesideStore> {
  const beside = await besideStore(lived.archive)
  dropping.push(beside)
  await beside.rebuild()
  return beside
}

async function anotherDatabase(): Promise<string> {
  const database = await createDatabase()
  dropping.push(database)
  return database.url
}

async function someNumber(archive: Archive): Promise<string> {
  const { rows } = await archive.catalogue.pool.query<{ number: string }>('select number from record order by number')
  return rows[0]?.number ?? ''
}

test('an archive opens beside a store that has lost its journal, so that it is audited and repaired from the second', async () => {
  const beside = await rebuilt()
  const copied = beside.on(beside.url, { SECOND_STORE_FOLDER: join(beside.dataDir, 'second') })
  const before = await copied.open()
  await writeAll(before)
  await copyNow(before, signal)
  const journal = await Array.fromAsync(before.store.list('journal/'))
  await before.close()
  for (const key of journal) await beside.spoil(key, () => undefined)
  const after = await copied.open()
  try {
    const request = { store: 'first', slice: { slice: 1, slices: 1 }, sample: 100, inspect: false } as const
    const { faults } = await auditStore(after, request, signal)
    expect(faults.map(({ kind, key }) => `${kind} ${key}`)).toEqual(journal.map((key) => `missing ${key}`))
    await repairCopies(after, undefined, signal, async () => {})
    expect(await Array.fromAsync(after.store.list('journal/'))).toEqual(journal)
  } finally {
    await after.close()
  }
})

test('the end of the journal that the first store has lost is read from the second', async () => {
  const beside = await rebuilt()
  const second = { SECOND_STORE_FOLDER: join(beside.dataDir, 'second') }
  const before = await beside.on(beside.url, second).open()
  await placeHold(before, { ...act, numbers: [await someNumber(before)] })
  await writeAll(before)
  await copyNow(before, signal)
  const rows = await outliving(before)
  await before.close()
  const segments = (await readdir(join(beside.objects, 'journal'))).toSorted()
  for (const name of segments.slice(1)) await beside.spoil(`journal/${name}`, () => undefined)
  const again = beside.on(await anotherDatabase(), second)
  expect(await again.rebuild()).toMatchObject({ segments: segments.length, faults: [] })
  const after = await again.open()
  const [{ legal_hold, record }, holds] = [await rebuiltRows(after), await rowsOf(after, 'legal_hold_record')]
  expect([legal_hold, record, holds]).toEqual([rows['legal_hold'], rows['record'], rows['legal_hold_record']])
  await after.close()
})

test('no act is lost of two transactions that number their changes in one order and end in the other', async () => {
  const beside = await rebuilt()
  const before = await beside.open()
  await writeAll(before)
  const number = await someNumber(before)
  const { pool } = before.catalogue
  const [early, late] = [await pool.connect(), await pool.connect()]
  const inspection = (description: string) => ({
    number,
    act: 'inspection-bc' as const,
    actedAt: new Date(),
    description,
  })
  await early.query('begin')
  await early.query('select pg_current_xact_id()')
  await late.query('begin')
  await enterAct(late, inspection('ends last'))
  await enterAct(early, inspection('ends first'))
  await early.query('commit')
  await writeAll(before)
  await late.query('commit')
  await writeAll(before)
  early.release()
  late.release()
  const acts = await rowsOf(before, 'business_entity')
  expect(acts.filter((row) => /ends (first|last)/.test(row))).toHaveLength(2)
  await before.close()
  const again = beside.on(await anotherDatabase())
  expect(await again.rebuild()).toMatchObject({ faults: [] })
  const after = await again.open()
  expect(await rowsOf(after, 'business_entity')).toEqual(acts)
  await after.close()
})

test('the rows of a held record are held with it', async () => {
  const beside = await rebuilt()
  const archive = await beside.open()
  const number = await someNumber(archive)
  await placeHold(archive, { ...act, numbers: [number] })
  await writeAll(archive)
  const { objects } = await requireRecord(archive.catalogue, number)
  const held: [string, boolean][] = []
  for (const key of await recordKeys(archive.store, objects)) held.push([key, await archive.store.isHeld(key)])
  expect(held.filter(([key]) => key.includes('/journal/')).length).toBeGreaterThan(1)
  expect(held.filter(([, isHeld]) => !isHeld)).toEqual([])
  await archive.close()
})

test('a longer term of a record that is lost is told, and stops no rebuild', async () => {
  const beside = await rebuilt()
  const before = await beside.open()
  const number = await someNumber(before)
  await extendTerm(before, number, { period: 'Y', reason: '鉴定后续存', by: '王芳' })
  await before.ledger.publish()
  await writeAll(before)
  const { pool } = before.catalogue
  const { rows } = await pool.query<{ key: string }>(
    'select key from journal_object where number = $1 order by segment desc limit 1',
    [number],
  )
  await before.close()
  await rm(join(beside.objects, rows[0]?.key ?? ''))
  const { records, faults } = await beside.on(await anotherDatabase()).rebuild()
  expect(records).toBeGreaterThan(0)
  const codes = faults.map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['REBUILD_ROW_ORPHANED', 'REBUILD_ACT_ORPHANED']))
})
