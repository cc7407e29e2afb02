import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { readXlsx, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { collect } from '#archive-schema/content-reader.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { arbitraryTables } from '#archive-schema/scope/workbook/arbitrary-tables.ts'
import { writeScopeWorkbook } from '#archive-schema/scope/workbook/write-scope-workbook.ts'
import { encodeScopeFile, maxScopeBytes, readScopeFile } from './scope-file.ts'

const samples = new URL('../../../compliance-tests/cases/scope-tables.json', import.meta.url)
const tables = parseScopeTables(await readFile(samples))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-scope-'))
})
afterAll(() => rm(folder, { recursive: true }))

test.for(['表.xlsx', '表.json'])('what was written to %s is read as the same tables', async (name) => {
  expect(await readBack(name, await encodeScopeFile(name, tables))).toEqual(tables)
})

test('whatever tables say goes through a workbook unharmed', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTables, async (some) => {
      expect(await readBack('some.xlsx', await encodeScopeFile('some.xlsx', some))).toEqual(some)
    }),
    { numRuns: 25 },
  )
})

test.for(['a.xlsx', 'a.json'])('the same tables give the same bytes of %s', async (name) => {
  const reordered = tables.map((table) => Object.fromEntries(Object.entries(table).toReversed()) as typeof table)
  expect(await encodeScopeFile(name, reordered)).toEqual(await encodeScopeFile(name, tables))
})

test('a workbook has a frozen heading row, text cells, and value lists where only some values may stand', async () => {
  const { sheets } = await readXlsx(await encodeScopeFile('a.xlsx', tables), { readStyles: true })
  expect(sheets.map(({ name }) => name)).toEqual(['表头', '事项', '材料'])
  expect(sheets.map(({ freezePane }) => freezePane?.rows)).toEqual([1, 1, 1])
  const retention = sheets[1]?.dataValidations?.find(({ values }) => values?.includes('D30'))
  expect(retention).toMatchObject({ type: 'list', values: ['Y', 'D30', 'D10'], range: 'H2:H20000' })
  expect(sheets[0]?.cells?.get('1,3')).toMatchObject({ value: '430190', style: { numFmt: '@' } })
})

test.for([
  ['JSON under the name of a workbook', '表.xlsx', 'SCOPE_WORKBOOK_FORMAT', () => readFile(samples)],
  ['an old workbook', '表.xls', 'SCOPE_WORKBOOK_FORMAT', async () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['nothing', '表.xlsx', 'SCOPE_WORKBOOK_FORMAT', async () => Buffer.alloc(0)],
  ['another ZIP', '表.xlsx', 'SCOPE_WORKBOOK_FORMAT', () => zip({ 'a.txt': 'a' })],
  ['a workbook with a password', '表.xlsx', 'SCOPE_WORKBOOK_FORMAT', () => encryptedWorkbook()],
  ['a workbook cut short', '表.xlsx', 'FORMATS_DAMAGED', async () => (await workbook()).subarray(0, 3000)],
  ['a workbook without its parts', '表.xlsx', 'FORMATS_DAMAGED', () => zip({ 'xl/workbook.xml': '<workbook/>' })],
  ['a ZIP bomb', '表.xlsx', 'LIMITS_EXPANSION', () => withPart('xl/media/a.bin', Buffer.alloc(100 * 2 ** 20))],
  ['a macro', '表.xlsx', 'ACTIVE-CONTENT_SCRIPT', () => withPart('xl/vbaProject.bin', 'x')],
  ['an entity bomb', '表.xlsx', 'ACTIVE-CONTENT_DTD', () => withPart('a.xml', '<!DOCTYPE a [<!ENTITY b "b">]><a/>')],
  ['a sheet of too many rows', '表.xlsx', 'LIMITS_SIZE', () => withCell('20001,0')],
  ['a sheet of too many columns', '表.xlsx', 'LIMITS_SIZE', () => withCell('1,70')],
  ['a sheet whose only cells lie in its far corners', '表.xlsx', 'LIMITS_SIZE', () => withCell('1048575,16383')],
  ['too many sheets', '表.xlsx', 'LIMITS_SIZE', () => withSheets(20)],
  ['a file beyond all measure', '表.json', 'LIMITS_SIZE', async () => Buffer.alloc(maxScopeBytes + 1)],
  ['no workbook and no JSON', '表.csv', 'SCOPE_TABLE_INVALID', async () => Buffer.from('表,头')],
] as const)('refuses %s', async ([, name, code, make]) => {
  await expect(readBack(name, await make())).rejects.toMatchObject({ code })
})

test('a workbook under another name is known by its bytes', async () => {
  expect(await readBack('upload', await workbook())).toEqual(tables)
})

test('formulas, errors, impossible days and joined cells of a workbook are refused at their places', async () => {
  const [head, ...others] = await sheetsOfSamples()
  const cells = new Map([
    ['1,0', { formula: 'CONCATENATE("长","沙")', formulaResult: '长沙' }],
    ['2,0', { value: '#N/A', type: 'error' as const }],
    ['2,10', { value: 1e12, style: { numFmt: 'yyyy-mm-dd' } }],
  ])
  const merges = [{ startRow: 3, startCol: 6, endRow: 4, endCol: 6 }]
  const bytes = await writeXlsx({ sheets: [{ ...head, cells, merges } as WriteSheet, ...others] })
  const refusal = await readBack('表.xlsx', bytes).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ArchiveError)
  expect(Object(refusal).faults).toMatchObject([
    { code: 'SCOPE_CELL_INVALID', field: '表头!A2', found: '“=CONCATENATE("长","沙")” 是公式 / a formula' },
    { field: '表头!A3', found: '“#N/A” 是错误值 / an error' },
    { field: '表头!K3', found: '“#####” 是错误值 / an error' },
    { field: '表头!G4' },
  ])
})

test('days are read as days, in the one system of days and in the other', async () => {
  const [head, ...others] = await sheetsOfSamples()
  const rows = head?.rows?.map((row, index) =>
    row.map((cell, at) => (index === 1 && at === 11 ? new Date('2024-07-01') : cell)),
  )
  for (const dateSystem of ['1900', '1904'] as const) {
    const sheets = [{ ...head, rows } as WriteSheet, ...others]
    expect(await readBack('表.xlsx', await writeXlsx({ sheets, dateSystem }))).toEqual(tables)
  }
})

test('a file that is neither .xlsx nor .json is not written', async () => {
  await expect(encodeScopeFile('a.csv', tables)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

async function readBack(name: string, bytes: Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return readScopeFile(path)
}

async function workbook(): Promise<Buffer> {
  return Buffer.from(await encodeScopeFile('a.xlsx', tables))
}

async function encryptedWorkbook(): Promise<Uint8Array> {
  return writeXlsx({ sheets: await sheetsOfSamples(), encryption: { password: '口令', spinCount: 1 } })
}

async function sheetsOfSamples(): Promise<WriteSheet[]> {
  return writeScopeWorkbook(tables).map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }))
}

async function withCell(place: string): Promise<Uint8Array> {
  const [head, ...others] = await sheetsOfSamples()
  return writeXlsx({ sheets: [{ ...head, cells: new Map([[place, { value: 'x' }]]) } as WriteSheet, ...others] })
}

async function withSheets(count: number): Promise<Uint8Array> {
  const more = Array.from({ length: count }, (_, index) => ({ name: `备份${index}`, rows: [['x']] }))
  return writeXlsx({ sheets: [...(await sheetsOfSamples()), ...more] })
}

function withPart(name: string, content: string | Buffer): Promise<Uint8Array> {
  return zip({ 'xl/workbook.xml': '<workbook/>', [name]: content })
}

function zip(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(entries)) file.addBuffer(Buffer.from(content), name)
  file.end()
  return collect(file.outputStream as unknown as AsyncIterable<Uint8Array>)
}
