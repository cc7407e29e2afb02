import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { findScopeEntry } from './find-scope-entry.ts'
import { parseScopeTables } from './parse-scope-tables.ts'
import { isApproved, type ScopeTable } from './scope-table.ts'

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const tables = parseScopeTables(readFileSync(new URL('scope-tables.json', cases)))
const caseFile = sample('accepted/01-food-licence-granted')
const approved = tables.filter(isApproved).find(({ creditCode }) => creditCode === caseFile.unit.creditCode)
if (approved === undefined) throw new Error('the sample table is missing')

const older: ScopeTable = { ...approved, version: '2020.1', approvalNumber: '旧', effectiveFrom: '2020-01-01' }
const newer: ScopeTable = { ...approved, version: '2025.1', approvalNumber: '新', effectiveFrom: '2025-03-20' }
const future: ScopeTable = { ...approved, version: '2025.2', approvalNumber: '后', effectiveFrom: '2025-03-21' }

test.for(readdirSync(new URL('accepted/', cases)))('finds the entry of accepted/%s', (folder) => {
  const found = sample(`accepted/${folder}`)
  const { table, entry } = findScopeEntry(tables, found)
  expect([table.creditCode, table.version]).toEqual([found.unit.creditCode, found.item.scopeTable.version])
  expect([entry.itemCode, entry.retention]).toEqual([found.item.code, found.item.retention])
})

test('refuses refused/22, whose item no table has', () => {
  const unknown = sample('refused/22-unknown-item-code/case')
  expect(() => findScopeEntry(tables, unknown)).toThrow(
    expect.objectContaining({
      code: 'SCOPE_ITEM_UNKNOWN',
      faults: [
        {
          code: 'SCOPE_ITEM_UNKNOWN',
          field: 'item.code',
          found: '11430190448032174R4432099999999（就业登记，3）',
          expected: '11430190448032174R/2024.2',
        },
      ],
    }),
  )
})

test('the newest table in force on the day of 办结 rules, in whatever order they come', () => {
  for (const known of [
    [older, approved, newer, future],
    [future, newer, approved, older],
  ]) {
    expect(findScopeEntry(known, caseFile).table.version).toBe('2025.1')
  }
})

test('a table is in force from its day on, and not before', () => {
  const eve = withFinish('2025-03-19T23:59:59+08:00')
  expect(findScopeEntry([approved, newer], eve).table.version).toBe('2024.2')
  expect(findScopeEntry([approved, newer], withFinish('2025-03-20T00:00:00+08:00')).table.version).toBe('2025.1')
})

test('of two tables of one day the one approved later rules', () => {
  const again = { ...approved, version: '2024.1', approvalNumber: '再', approvedOn: '2024-06-30' }
  expect(findScopeEntry([again, approved], caseFile).table.version).toBe('2024.1')
})

test.for([
  ['there is no table', []],
  ['there are only tables of other bodies', tables.filter((table) => table !== approved)],
  ['no table is in force yet', [future]],
  ['the named version is not known', [older]],
  ['the named version was approved under another number', [{ ...approved, approvalNumber: '别号' }]],
] as const)('refuses when %s', ([, known]) => {
  expect(() => findScopeEntry(known, caseFile)).toThrow(expect.objectContaining({ code: 'SCOPE_TABLE_MISSING' }))
})

test.for([
  ['SCOPE_TABLE_DRAFT', 'is a draft', { ...approved, status: '草案' }],
  ['SCOPE_TABLE_NOT_EFFECTIVE', 'is not in force yet', { ...approved, effectiveFrom: '2025-03-21' }],
  ['SCOPE_TABLE_EXPIRED', 'ended the day before', { ...approved, effectiveTo: '2025-03-19' }],
] as const)('%s: refuses when the named version %s, whatever else is in force', ([code, , named]) => {
  for (const known of [[named], [older, named, newer]]) {
    expect(() => findScopeEntry(known, caseFile)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ code, field: 'item.scopeTable' })] }),
    )
  }
})

test('a table is in force to the end of its last day, and one that ended does not rule', () => {
  const ending = { ...approved, effectiveTo: '2025-03-20' }
  expect(findScopeEntry([ending], caseFile).table.version).toBe('2024.2')
  expect(findScopeEntry([approved, { ...newer, effectiveTo: '2025-03-20' }], caseFile).table.version).toBe('2025.1')
  const ended = { ...newer, effectiveFrom: '2025-01-01', effectiveTo: '2025-03-19' }
  expect(findScopeEntry([approved, ended], caseFile).table.version).toBe('2024.2')
})

test('a draft that nobody names rules nothing', () => {
  expect(findScopeEntry([approved, { ...newer, status: '草案' }], caseFile).table.version).toBe('2024.2')
})

test('a material that the table excludes is refused with the reason, unless nothing of it was received', () => {
  const excludedMaterials = [{ name: '营业执照', reason: '重复件' }]
  const table = { ...approved, excludedMaterials }
  expect(() => findScopeEntry([table], caseFile)).toThrow(
    expect.objectContaining({
      faults: [{ code: 'SCOPE_MATERIAL_EXCLUDED', field: 'materials[1]', found: '营业执照', expected: '重复件' }],
    }),
  )
  const materials = caseFile.materials.map((material) => ({ ...material, files: [] }))
  expect(findScopeEntry([table], { ...caseFile, materials }).table.version).toBe('2024.2')
})

test('what the table does not name is taken, or refused where the item takes nothing beyond its scope', () => {
  expect(findScopeEntry([approved], caseFile).entry.unlistedMaterials).toBeUndefined()
  const entries = approved.entries.map((entry) => ({ ...entry, unlistedMaterials: '不接收' as const }))
  expect(() => findScopeEntry([{ ...approved, entries }], caseFile)).toThrow(
    expect.objectContaining({
      faults: [
        expect.objectContaining({ code: 'SCOPE_MATERIAL_UNLISTED', field: 'materials[6]', found: '现场核查记录表' }),
        expect.objectContaining({ code: 'SCOPE_MATERIAL_UNLISTED', field: 'materials[9]', found: '食品经营许可证' }),
      ],
    }),
  )
})

test('refuses a version of the item that the table does not have', () => {
  const other = { ...caseFile, item: { ...caseFile.item, version: '4' } }
  expect(() => findScopeEntry(tables, other)).toThrow(
    expect.objectContaining({
      code: 'SCOPE_ITEM_UNKNOWN',
      faults: [expect.objectContaining({ field: 'item.version' })],
    }),
  )
})

test('refuses a retention period that is not that of the table', () => {
  const other: CaseFile = { ...caseFile, item: { ...caseFile.item, retention: 'Y' } }
  expect(() => findScopeEntry(tables, other)).toThrow(
    expect.objectContaining({
      code: 'SCOPE_RETENTION',
      faults: [{ code: 'SCOPE_RETENTION', field: 'item.retention', found: 'Y', expected: 'D10' }],
    }),
  )
})

test('refuses a base code, a fonds and a region that are not those of the table, all at once', () => {
  const item = { ...caseFile.item, baseCode: '430131012002' }
  const unit = { ...caseFile.unit, fondsCode: '9999', regionCode: '110101' }
  expect(() => findScopeEntry(tables, { ...caseFile, item, unit })).toThrow(
    expect.objectContaining({
      faults: [
        { code: 'SCOPE_UNIT_DIFFERS', field: 'unit.fondsCode', found: '9999', expected: '0117' },
        { code: 'SCOPE_UNIT_DIFFERS', field: 'unit.regionCode', found: '110101', expected: '430190' },
        { code: 'IDENTIFIERS_ITEM_CODE', field: 'item.baseCode', found: '430131012002', expected: '430131012001' },
      ],
    }),
  )
})

test('an item of another body is not in the table', () => {
  const item = { ...caseFile.item, code: '11430190006127053U4430126015001' }
  expect(() => findScopeEntry(tables, { ...caseFile, item })).toThrow(
    expect.objectContaining({ code: 'SCOPE_ITEM_UNKNOWN' }),
  )
})

function sample(folder: string): CaseFile {
  return parseCaseFile(readFileSync(new URL(`${folder}/case.json`, cases)))
}

function withFinish(finishedAt: string): CaseFile {
  return { ...caseFile, case: { ...caseFile.case, finishedAt } }
}
