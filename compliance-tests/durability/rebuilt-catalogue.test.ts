import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { copyNow } from '#services/access/copy-now.ts'
import { takeNumber } from '#storage/catalogue/numbers.ts'
import { segmentKey } from '#storage/journal/journal-objects.ts'
import { createDatabase } from '../stack/create-database.ts'
import { jsonLines, runCommand } from './command.ts'
import { outliving, rebuiltRows, rowsOf } from './kept-rows.ts'
import {
  archiveAnother,
  type BesideStore,
  besideStore,
  type LivedArchive,
  openLivedArchive,
  writeAll,
} from './lived-archive.ts'

let lived: LivedArchive
let beside: BesideStore
/** 电子文件号 of the records that the journal knows. */
let numbers: string[]
beforeAll(async () => {
  lived = await openLivedArchive({ RECOGNITION: 'true', OCR_WORKERS: '1' })
  await writeAll(lived.archive)
}, 120_000)
afterAll(() => lived.close())
beforeEach(async () => {
  numbers = (await rowsOf(lived.archive, 'record')).map((row) => JSON.parse(row).number).toSorted()
  beside = await besideStore(lived.archive)
})
afterEach(() => beside.drop())

const flip = (bytes: Buffer) => {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
  return changed
}

async function keys(suffix: string): Promise<string[]> {
  return (await readdir(beside.objects, { recursive: true })).filter((key) => key.endsWith(suffix)).toSorted()
}

test('the catalogue is rebuilt from the store alone, row by row, and goes on with the next number [FPC-13]', async () => {
  const rebuilt = await beside.rebuild()
  expect(rebuilt).toMatchObject({ records: numbers.length, verified: numbers.length, faults: [] })
  const archive = await beside.open()
  const [before, after] = [await outliving(lived.archive), await rebuiltRows(archive)]
  for (const table of Object.keys(before)) expect([table, after[table]]).toEqual([table, before[table]])
  // What was read in the scans is found again.
  expect(before['search_entry']?.some((row) => JSON.parse(row).page !== null)).toBe(true)
  expect(await archive.ledger.compare()).toBe(false)
  const folder = await lived.another()
  const next = await archiveAnother(archive, folder)
  expect(next.every((number) => number !== undefined)).toBe(true)
  expect(await archiveAnother(lived.archive, folder)).toEqual(next)
  await archive.close()
})

test('a database that is not empty is refused, and stays as it is', async () => {
  await beside.rebuild()
  await expect(beside.rebuild()).rejects.toMatchObject({ code: 'REBUILD_NOT_EMPTY' })
  expect((await beside.rebuild(true)).segments).toBe(0)
})

test('a new database beside a store that has a journal is refused, and told what to do', async () => {
  await expect(beside.open()).rejects.toMatchObject({ code: 'JOURNAL_AHEAD', faults: [{ expected: '0' }] })
})

test('rows of a record that are damaged are named; all other records are rebuilt, and its numbers are not given again', async () => {
  const newest = await newestRows(numbers[0] ?? '')
  await beside.spoil(newest, flip)
  const { faults, records } = await beside.rebuild()
  expect(records).toBe(numbers.length - 1)
  expect(faults).toContainEqual(expect.objectContaining({ code: 'JOURNAL_BROKEN', file: newest }))
  const packages = faults.filter(({ code }) => code === 'REBUILD_NOT_JOURNALED')
  expect(packages.map(({ file }) => file)).toEqual([expect.stringContaining(`${numbers[0]}.zip`)])
  const archive = await beside.open()
  const next = await archiveAnother(archive, await lived.another())
  expect(numbers).not.toContain(next[0])
  await archive.close()
})

test('a segment that is gone is named, and what the others say is rebuilt', async () => {
  const before = (await keys('.jsonl')).filter((key) => key.startsWith('journal/'))
  await beside.spoil(before[0] ?? '', () => undefined)
  const { faults, segments } = await beside.rebuild()
  expect(segments).toBe(before.length - 1)
  expect(faults).toContainEqual({ code: 'JOURNAL_BROKEN', file: before[0], found: '∅' })
})

test('a last segment that is damaged is named, and the journal goes on behind it', async () => {
  const last = (await keys('.jsonl')).filter((key) => key.startsWith('journal/')).at(-1) ?? ''
  await beside.spoil(last, flip)
  const { faults, verified } = await beside.rebuild()
  expect(faults).toContainEqual(expect.objectContaining({ code: 'EVIDENCE_INVALID', file: last }))
  const archive = await beside.open()
  expect((await archiveAnother(archive, await lived.another()))[0]).toBeDefined()
  await archive.close()
  const again = await createDatabase()
  const rebuilt = await beside.on(again.url).rebuild()
  expect(rebuilt.verified).toBe(verified + 1)
  await again.drop()
})

test('what the first store has lost of the journal is read from the second', async () => {
  const folder = join(beside.dataDir, 'second')
  const copied = beside.on(beside.url, { SECOND_STORE_FOLDER: folder })
  await copied.rebuild()
  const archive = await copied.open()
  await copyNow(archive, new AbortController().signal)
  await archive.close()
  const lost = [segmentKey(1), await newestRows(numbers[0] ?? '')] as const
  await beside.spoil(lost[0], () => undefined)
  await beside.spoil(lost[1], flip)
  const [alone, both] = [await createDatabase(), await createDatabase()]
  const { faults } = await beside.on(alone.url).rebuild()
  expect(faults.map(({ file }) => file)).toEqual(expect.arrayContaining([...lost]))
  const rebuilt = await beside.on(both.url, { SECOND_STORE_FOLDER: folder }).rebuild()
  expect(rebuilt).toMatchObject({ faults: [], verified: numbers.length })
  await alone.drop()
  await both.drop()
})

test('a package that was damaged is named with what is wrong, and the rest is rebuilt', async () => {
  const [damaged = ''] = await keys('.zip')
  await beside.spoil(damaged, flip)
  const { faults, verified } = await beside.rebuild()
  expect(verified).toBe(numbers.length - 1)
  expect(faults).toMatchObject([{ code: 'REBUILD_RECORD_INVALID', file: numbers[0] }])
})

test('a package of which the journal did not know yet is named, and its number is not given again', async () => {
  const folder = await lived.another()
  const before = (await Array.fromAsync(lived.archive.store.list('journal/'))).length
  const [number = ''] = await archiveAnother(lived.archive, folder)
  const late = await besideStore(lived.archive)
  const segments = await Array.fromAsync(lived.archive.store.list('journal/'))
  for (const key of segments.slice(before)) await late.spoil(key, () => undefined)
  const { faults } = await late.rebuild()
  expect(faults).toMatchObject([{ code: 'REBUILD_NOT_JOURNALED', file: expect.stringContaining(`${number}.zip`) }])
  const archive = await late.open()
  const [next = ''] = await archiveAnother(archive, folder)
  expect(serial(next)).toBe(serial(number) + 1)
  expect(await rowsOf(archive, 'free_number', `where kind = 'electronic-record-code'`)).toEqual([])
  await archive.close()
  await late.drop()
})

test('the number of a case that was lost before it became a record is the next to be given', async () => {
  await beside.rebuild()
  const archive = await beside.open()
  const [counted = '{}'] = await rowsOf(
    archive,
    'number_sequence',
    `where kind = 'electronic-record-code' and scope like '%-0101-%'`,
  )
  const { kind, scope, last } = JSON.parse(counted)
  await archive.catalogue.transact((transaction) => takeNumber(transaction, { kind, scope }, crypto.randomUUID()))
  const [after = ''] = await archiveAnother(archive, await lived.another())
  expect(serial(after)).toBe(last + 2)
  await archive.close()
  const other = await createDatabase()
  await beside.on(other.url).rebuild()
  const rebuilt = await beside.on(other.url).open()
  const [next = ''] = await archiveAnother(rebuilt, await lived.another())
  expect(serial(next)).toBe(last + 1)
  expect(await rowsOf(rebuilt, 'free_number')).toEqual([])
  await rebuilt.close()
  await other.drop()
})

test('by command: into a database of its own; exit 1 where something could not be taken', async () => {
  const { DATABASE_URL: into, ...environment } = beside.environment
  const command = ['rebuild', '--into', into, '--json']
  const good = await runCommand(command, {
    ...environment,
    DATABASE_URL: lived.archive.environment['DATABASE_URL'] ?? '',
  })
  expect([good.code, good.stderr]).toEqual([0, ''])
  expect(jsonLines(good)).toMatchObject([{ faults: [] }])
  const again = await runCommand(['rebuild', '--into', into], environment)
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('REBUILD_NOT_EMPTY')])
  const both = await runCommand(['rebuild', '--catch-up', '--into', into], environment)
  expect([both.code, both.stderr]).toEqual([1, expect.stringContaining('REQUEST_INVALID')])
})

test('by command, a damaged object makes it exit 1 and stands in the output', async () => {
  const [damaged = ''] = await keys('.evidence.tar')
  await beside.spoil(damaged, flip)
  const { code, stderr, stdout } = await runCommand(['rebuild'], beside.environment)
  expect([code, stderr, stdout]).toEqual([
    1,
    expect.stringContaining('REBUILD_RECORD_INVALID'),
    expect.stringMatching(/faults\s+1/),
  ])
})

function serial(number: string): number {
  return Number(number.split('-').at(-1))
}

/** Key of the newest rows of a record, as the database has registered it. */
async function newestRows(number: string): Promise<string> {
  const { rows } = await lived.archive.catalogue.pool.query<{ key: string }>(
    'select key from journal_object where number = $1 order by segment desc limit 1',
    [number],
  )
  return rows[0]?.key ?? ''
}
