import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ArrangedCase, ArrangedFile } from '#archive-schema/arranged-case.ts'
import type { CaseFile, Material } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { findScopeEntry } from '#archive-schema/scope/find-scope-entry.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { type StockCount, takeStock } from './take-stock.ts'

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const tables = parseScopeTables(readFileSync(new URL('scope-tables.json', cases)))
const licence = sample('accepted/01-food-licence-granted')

test.for(readdirSync(new URL('accepted/', cases)))('accepted/%s is complete', (folder) => {
  const caseFile = sample(`accepted/${folder}`)
  const stock = stockOf(caseFile)
  const listed = caseFile.materials.flatMap(({ files }) => files)
  expect(stock.result).toBe(caseFile.case.result)
  expect(stock.files).toBe(listed.length)
  expect(stock.bytes).toBe(listed.reduce((sum, { bytes }) => sum + bytes, 0))
  expect(stock.materials.filter(({ required, files }) => required && files === 0)).toEqual([])
})

test('counts files and bytes folder by folder', () => {
  const stock = stockOf(licence)
  expect(stock.folders.map(({ folder, files }) => [folder, files])).toEqual([
    ['申报文件', 6],
    ['过程文件', 3],
    ['结果文件', 3],
  ])
  expect(stock.folders.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(stock.bytes)
})

test('a folder without files is counted too [CFG-08]', () => {
  const stock = stockOf(sample('accepted/03-advert-not-accepted'))
  expect(stock.folders.at(-1)).toEqual({ folder: '结果文件', files: 0, bytes: 0 })
})

test('lists what is there, and whether it has to be', () => {
  const materials = new Map(stockOf(licence).materials.map((material) => [material.name, material]))
  expect(materials.get('营业执照')).toMatchObject({ field: 'materials[1]', required: true, files: 1 })
  expect(materials.get('现场核查记录表')).toMatchObject({ required: false, files: 1 })
  expect(materials.has('撤回申请书')).toBe(false)
})

test.for([
  ['23-granted-without-result', { field: 'materials', found: '准予行政许可决定书', expected: '准予' }],
  ['27-required-material-missing', { field: 'materials[1]', found: '劳动合同', expected: '办结' }],
] as const)('refuses refused/%s', ([folder, fault]) => {
  expect(() => stockOf(sample(`refused/${folder}/case`))).toThrow(
    expect.objectContaining({ faults: [{ code: 'COMPLETENESS_REQUIRED', ...fault }] }),
  )
})

test('names all that is missing at once [CFG-06]', () => {
  const materials = licence.materials.filter(({ name }) => !['受理通知书', '送达回证'].includes(name))
  expect(missingFrom({ ...licence, materials })).toEqual(['受理通知书', '送达回证'])
})

test.for([
  ['不予', '不予行政许可决定书'],
  ['撤回', '终止办理决定书,撤回申请书'],
  ['终止', '终止办理决定书'],
] as const)('each end state asks for its own: %s [CFG-07]', ([result, names]) => {
  expect(missingFrom({ ...licence, case: { ...licence.case, result } })).toEqual(names.split(','))
})

test('a material may be required at one end state and welcome at another', () => {
  const { entry } = findScopeEntry(tables, licence)
  const materials = entry.materials.map((material) =>
    material.name === '送达回证' ? { ...material, requiredResults: ['不予' as const] } : material,
  )
  const present = licence.materials.filter(({ name }) => name !== '送达回证')
  const stock = takeStock(arrange({ ...licence, materials: present }), { ...entry, materials })
  expect(stock.materials.find(({ name }) => name === '送达回证')).toMatchObject({ required: false, files: 0 })
})

test('where the table names nothing for an end state, the default set of it is required', () => {
  const { entry } = findScopeEntry(tables, licence)
  const silent = { ...entry, materials: entry.materials.filter(({ results }) => !results.includes('准予')) }
  expect(takeStock(arrange(licence), silent).files).toBe(12)
  const materials = licence.materials.filter((material) => material.class !== '结果文件')
  expect(() => takeStock(arrange({ ...licence, materials }), silent)).toThrow(
    expect.objectContaining({
      faults: [
        {
          code: 'COMPLETENESS_REQUIRED',
          field: 'materials',
          found: '准予决定书或证照、批文、证明',
          expected: '准予',
        },
      ],
    }),
  )
})

test('what the case itself marks as required may not be absent', () => {
  const site = withMaterial('现场核查记录表', { received: '未收取', files: [] })
  expect(stockOf(site).materials.find(({ name }) => name === '现场核查记录表')).toMatchObject({ files: 0 })
  expect(missingFrom(withMaterial('现场核查记录表', { received: '未收取', files: [], required: true }))).toEqual([
    '现场核查记录表',
  ])
})

test('what the table requires may not be absent, though the case calls it optional [CFG-06]', () => {
  expect(missingFrom(withMaterial('营业执照', { received: '未收取', files: [], required: false }))).toEqual([
    '营业执照',
  ])
})

test('a material of which one entry has content is there', () => {
  const again: Material = { ...materialOf('营业执照'), number: 99, required: false, received: '未收取', files: [] }
  expect(missingFrom({ ...licence, materials: [...licence.materials, again] })).toEqual([])
})

test('content that was listed but not arranged does not count', () => {
  const arranged = arrange(licence)
  const files = arranged.files.filter(({ material }) => material.name !== '营业执照')
  const { entry } = findScopeEntry(tables, licence)
  expect(() => takeStock({ ...arranged, files }, entry)).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ found: '营业执照' })] }),
  )
})

test.for([
  ['class', { class: '结果文件' }, '受理通知书（结果文件 B1）'],
  ['code', { code: 'B4' }, '受理通知书（过程文件 B4）'],
] as const)('refuses a %s that is not that of the table', ([, change, found]) => {
  expect(() => stockOf(withMaterial('受理通知书', change))).toThrow(
    expect.objectContaining({
      faults: [{ code: 'COMPLETENESS_UNLISTED', field: 'materials[5]', found, expected: '过程文件 B1' }],
    }),
  )
})

function sample(folder: string): CaseFile {
  return parseCaseFile(readFileSync(new URL(`${folder}/case.json`, cases)))
}

function materialOf(name: string): Material {
  const found = licence.materials.find((material) => material.name === name)
  if (found === undefined) throw new Error(`the sample has no ${name}`)
  return found
}

function withMaterial(name: string, change: Partial<Material>): CaseFile {
  const materials = licence.materials.map((material) =>
    material.name === name ? { ...material, ...change } : material,
  )
  return { ...licence, materials }
}

function stockOf(caseFile: CaseFile): StockCount {
  return takeStock(arrange(caseFile), findScopeEntry(tables, caseFile).entry)
}

function missingFrom(caseFile: CaseFile): (string | undefined)[] {
  try {
    stockOf(caseFile)
    return []
  } catch (error) {
    const faults: { code: string; found?: string }[] = Object(error).faults
    return faults.filter(({ code }) => code === 'COMPLETENESS_REQUIRED').map(({ found }) => found)
  }
}

/** An arranged case by hand: stages do not know each other, and the count looks at neither names nor order. */
function arrange(caseFile: CaseFile): ArrangedCase {
  const { table, entry } = findScopeEntry(tables, caseFile)
  const { approvedBy, approvalNumber, effectiveFrom } = table
  const { itemCode, retention } = entry
  const files = caseFile.materials.flatMap((material) =>
    material.files.map((listed, index): ArrangedFile => {
      const format = { id: 'pdf', mediaType: 'application/pdf', extension: 'pdf' }
      const fixity = { bytes: listed.bytes, sha256: listed.sha256, sm3: '' }
      const { path } = listed
      return { path, fixity, format, folder: material.class, sequence: index + 1, name: path, material, listed }
    }),
  )
  const itemVersion = caseFile.item.version
  const scope = {
    tableVersion: table.version,
    approvedBy,
    approvalNumber,
    effectiveFrom,
    itemCode,
    itemVersion,
    retention,
  }
  return { caseFile, scope, files }
}
