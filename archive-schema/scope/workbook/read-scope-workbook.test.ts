import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseScopeTables } from '../parse-scope-tables.ts'
import { arbitraryTables } from './arbitrary-tables.ts'
import { readScopeWorkbook } from './read-scope-workbook.ts'
import type { GridCell, SheetGrid } from './sheet-grid.ts'
import { sheetsOf, workbookFaults } from './workbook-trial.ts'
import { writeScopeWorkbook } from './write-scope-workbook.ts'

const samples = readFileSync(new URL('../../../compliance-tests/cases/scope-tables.json', import.meta.url))
const sampleTables = parseScopeTables(samples).slice(0, 1)

test('reading undoes writing, whatever the tables say', () => {
  fc.assert(
    fc.property(arbitraryTables, (tables) => {
      const sheets = writeScopeWorkbook(tables).map(({ name, rows }) => ({ name, rows, merged: [] }))
      expect(readScopeWorkbook(sheets, '表.xlsx')).toEqual(tables)
    }),
  )
})

test.for<readonly [string, Record<string, GridCell>, string, string]>([
  ['a mandatory cell is blank', { '材料!H3': '  ' }, '材料!H3', '缺必填项'],
  ['a value is none of the list', { '事项!H2': '5年' }, '事项!H2', '“5年”'],
  ['an end state is neither 必要 nor 非必要', { '材料!J2': '要' }, '材料!J2', '“要”'],
  ['a material is of no end state', { '材料!J3': null, '材料!K3': null, '材料!O3': null }, '材料!J3', '数值过小'],
  ['是/否 is something else', { '事项!I2': 'yes' }, '事项!I2', '“yes”'],
  ['a day is none', { '表头!L2': '2024-02-30' }, '表头!L2', '“2024-02-30”'],
  ['a day has a time', { '表头!K2': new Date('2024-06-18T10:00:00Z') }, '表头!K2', '含时刻'],
  ['a day is a number', { '表头!K2': 45_461 }, '表头!K2', '是数字'],
  ['a text is a day', { '事项!F2': new Date('2024-06-18') }, '事项!F2', '是日期'],
  ['a text is a truth value', { '事项!F2': true }, '事项!F2', '是逻辑值'],
  ['a code is a number that lost its zero', { '表头!F2': 117 }, '表头!F2', '“117”'],
  ['a long code is a number', { '事项!E2': 4.3e30 }, '事项!E2', '可能已失真'],
  ['a version is a fraction', { '事项!D2': 2.1 }, '事项!D2', '可能已失真'],
  ['a cell is a formula', { '事项!F2': { unfit: 'formula', text: '=A1' } }, '事项!F2', '“=A1” 是公式'],
  ['a cell is an error', { '事项!F2': { unfit: 'error', text: '#N/A' } }, '事项!F2', '是错误值'],
  ['a cell has two lines', { '事项!F2': '食品\n经营' }, '事项!F2', '无效字符串'],
  ['a heading is another', { '材料!E1': '类别' }, '材料!1:1', '缺列“归档文件类别”'],
  ['there is a surplus column', { '材料!R1': '备注' }, '材料!R1', '多余的列“备注”'],
  ['a heading stands twice', { '材料!R1': '准予' }, '材料!R1', '重复'],
  ['a cell stands below no heading', { '材料!R4': '注' }, '材料!R4', '所在列无标题'],
  ['the approver is the body', { '表头!I2': '长沙市湘麓区行政审批服务局' }, '表头!I2', '不得为同一人'],
  ['an approved table has no number', { '表头!J2': null }, '表头!J2', '缺必填项'],
  ['a draft has one', { '表头!G2': '草案' }, '表头!J2', '草案'],
  ['the credit code is wrong', { '表头!B2': '1143019000612571XJ' }, '表头!B2', '校验位错误'],
  ['a material is paper without a law', { '材料!I2': '纸质' }, '材料!I2', '未规定须有纸质'],
  ['an archives has no name', { '表头!N2': '430190' }, '表头!O2', '须同时写明'],
  ['a material names no item', { '材料!C5': 'X' }, '材料!D5', '在“事项”表中没有对应的行'],
  ['a material stands twice', { '材料!H3': '食品经营许可申请书' }, '材料!H3', '材料!H2 重复'],
])('refuses, at its cell, when %s', ([, cells, cell, found]) => {
  const faults = workbookFaults(sampleSheets(cells))
  expect(faults).toContainEqual({
    code: 'SCOPE_CELL_INVALID',
    file: '表.xlsx',
    field: cell,
    found: expect.stringContaining(found),
    expected: expect.stringMatching(/./),
  })
})

test('takes what spreadsheets make of what is typed: digits, days, blanks', () => {
  const typed = {
    '表头!D2': 430190,
    '表头!K2': '2024年6月18日',
    '表头!L2': new Date('2024-07-01'),
    '事项!D2': ' 2，3 ',
    '事项!F2': '食品经营许可（首次申请） ',
    '事项!I2': false,
  }
  expect(readScopeWorkbook(sampleSheets(typed), '表.xlsx')).toEqual(sampleTables)
})

test('takes columns in any order and rows without content', () => {
  const sheets = sampleSheets().map(({ rows, ...sheet }) => {
    return { ...sheet, rows: rows.flatMap((row) => [row.toReversed(), row.map(() => null)]) }
  })
  expect(readScopeWorkbook(sheets, '表.xlsx')).toEqual(sampleTables)
})

test('takes a workbook that was written before there were columns for the archives', () => {
  const sheets = sampleSheets().map(({ rows, ...sheet }) => {
    return { ...sheet, rows: sheet.name === '表头' ? rows.map((row) => row.slice(0, 13)) : rows }
  })
  expect(readScopeWorkbook(sheets, '表.xlsx')).toEqual(sampleTables)
})

test('takes a workbook without the column 数字化要求, which came later', () => {
  expect(readScopeWorkbook(sampleSheets({ '材料!Q1': null }), '表.xlsx')).toEqual(sampleTables)
})

test('names all that is wrong at once, as a person goes through the workbook', () => {
  const cells = { '材料!H9': null, '材料!E2': '表', '事项!H3': 'D5', '表头!F2': 1, '材料!J7': '√' }
  expect(workbookFaults(sampleSheets(cells)).map(({ field }) => field)).toEqual([
    '表头!F2',
    '事项!H3',
    '材料!E2',
    '材料!J7',
    '材料!H9',
  ])
})

test('refuses joined cells', () => {
  const merged = [{ startRow: 1, startCol: 0, endRow: 3, endCol: 1 }]
  const sheets = sampleSheets().map((sheet) => (sheet.name === '材料' ? { ...sheet, merged } : sheet))
  expect(workbookFaults(sheets)).toMatchObject([{ field: '材料!A2', found: '合并单元格至 材料!B4 / joined cells' }])
})

test('refuses a row that stands twice, of tables and of items', () => {
  const sheets = sampleSheets().map(({ rows, ...sheet }) => {
    return sheet.name === '材料' ? { ...sheet, rows } : { ...sheet, rows: [...rows, rows[1] ?? []] }
  })
  expect(workbookFaults(sheets).map(({ field }) => field)).toEqual(['表头!C3', '事项!C6'])
})

test('an item whose table is not there is one fault, and its own cells are looked at all the same', () => {
  const cells = { '表头!C2': '2025.1', '事项!H3': 'D5' }
  expect(workbookFaults(sampleSheets(cells)).map(({ field }) => field)).toEqual(['表头!C2', '事项!B2', '事项!H3'])
})

test.for([
  ['an empty workbook', [], ['表头', '事项', '材料', '表头']],
  ['a sheet that is missing', sampleSheets().slice(0, 2), ['事项', '材料']],
] as const)('refuses %s', ([, sheets, places]) => {
  const found = workbookFaults(sheets).map(({ field }) => field?.split('!')[0])
  expect(new Set(found)).toEqual(new Set(places))
})

test('refuses sheets without rows', () => {
  const sheets = sampleSheets().map((sheet) => ({ ...sheet, rows: sheet.rows.slice(0, 1) }))
  expect(workbookFaults(sheets)).toMatchObject([{ field: '表头!A2', expected: '至少一行' }])
})

test('refuses a sheet that nobody reads', () => {
  const sheets = [...sampleSheets(), { name: '备份', rows: [], merged: [] }]
  expect(workbookFaults(sheets)).toMatchObject([{ field: '备份', found: '多余的工作表 / unknown sheet' }])
})

function sampleSheets(cells: Readonly<Record<string, GridCell>> = {}): SheetGrid[] {
  return sheetsOf(sampleTables, cells)
}
