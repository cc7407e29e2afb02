import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CapturedFile } from '#archive-schema/arranged-case.ts'
import type { CaseFile, Material } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { arrangeCase } from './arrange-case.ts'

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const tables = parseScopeTables(readFileSync(new URL('scope-tables.json', cases)))
const deferred = sample('accepted/05-hotel-health-deferred-material')

test.for(readdirSync(new URL('accepted/', cases)))('arranges accepted/%s', (folder) => {
  const caseFile = sample(`accepted/${folder}`)
  const { files, scope } = arrangeCase(caseFile, capturedFiles(caseFile), tables)
  expect(files.map(({ path }) => path).toSorted()).toEqual(listedPaths(caseFile).toSorted())
  for (const className of ['申报文件', '过程文件', '结果文件']) {
    const content = files.filter((file) => file.folder === className)
    expect(content.map(({ sequence }) => sequence)).toEqual(content.map((_, index) => index + 1))
  }
  expect(scope).toMatchObject({ itemCode: caseFile.item.code, retention: caseFile.item.retention })
})

test('orders by folder, then by material number, and names by the standard name [NAM-03]', () => {
  const { files } = arrangeCase(deferred, capturedFiles(deferred), tables)
  expect(files.map(({ folder, name }) => `${folder}/${name}`)).toEqual([
    '申报文件/0001_公共场所卫生许可申请表.pdf',
    '申报文件/0002_营业执照.pdf',
    '申报文件/0003_卫生管理制度.pdf',
    '申报文件/0004_公共场所卫生检测报告.jpg',
    '过程文件/0001_容缺受理承诺书.jpg',
    '过程文件/0002_受理通知书.pdf',
    '过程文件/0003_行政许可审批表.jpg',
    '结果文件/0001_准予行政许可决定书.jpg',
    '结果文件/0002_公共场所卫生许可证.jpg',
    '结果文件/0003_送达回证.pdf',
  ])
})

test('files of one material follow each other in their order', () => {
  const caseFile = sample('accepted/01-food-licence-granted')
  const { files } = arrangeCase(caseFile, capturedFiles(caseFile), tables)
  expect(files.slice(0, 3).map(({ name, path }) => [name, path])).toEqual([
    ['0001_食品经营许可申请书.jpg', 'files/A01_食品经营许可申请书-1.jpg'],
    ['0002_食品经营许可申请书.jpg', 'files/A01_食品经营许可申请书-2.jpg'],
    ['0003_营业执照.jpg', 'files/A02_营业执照.jpg'],
  ])
})

test('records the table that was in force', () => {
  expect(arrangeCase(deferred, capturedFiles(deferred), tables).scope).toEqual({
    tableVersion: '2024.2',
    approvedBy: '长沙市湘麓区档案局',
    approvalNumber: '湘麓档审〔2024〕30号',
    effectiveFrom: '2024-07-01',
    itemCode: '1143019000612641374430123006001',
    itemVersion: '3',
    retention: 'D10',
  })
})

test('neither the order of what was captured nor that of the materials matters [PRC-09]', () => {
  const captured = capturedFiles(deferred)
  const order = fc.shuffledSubarray(captured, { minLength: captured.length })
  const { files } = arrangeCase(deferred, captured, tables)
  const materials = fc.shuffledSubarray([...deferred.materials], { minLength: deferred.materials.length })
  fc.assert(
    fc.property(order, materials, (shuffled, listed) => {
      expect(arrangeCase({ ...deferred, materials: listed }, shuffled, tables).files).toEqual(files)
    }),
  )
})

test('the extension is that of the detected format', () => {
  const [first, ...rest] = capturedFiles(deferred)
  if (first === undefined) throw new Error('the sample has no files')
  const ofd = { ...first, format: { id: 'ofd', mediaType: 'application/ofd', extension: 'ofd' } }
  expect(arrangeCase(deferred, [...rest, ofd], tables).files[0]?.name).toBe('0001_公共场所卫生许可申请表.ofd')
})

test('refuses captured files that are not the listed ones, naming all', () => {
  const [first, ...rest] = capturedFiles(deferred)
  if (first === undefined) throw new Error('the sample has no files')
  const stray = { ...first, path: 'files/stray' }
  expect(() => arrangeCase(deferred, [...rest, stray], tables)).toThrow(
    expect.objectContaining({
      code: 'FILES_MISSING',
      faults: [
        { code: 'FILES_MISSING', file: first.path, field: 'materials[0].files[0].path' },
        { code: 'FILES_UNLISTED', file: 'files/stray' },
      ],
    }),
  )
})

test('refuses more files in a folder than four digits can count [NAM-03]', () => {
  const [material] = deferred.materials
  const many = Array.from({ length: 10_000 }, (_, index) => ({ path: `files/${index}`, bytes: 1, sha256: '0' }))
  const materials: Material[] = material === undefined ? [] : [{ ...material, files: many }]
  const caseFile = { ...deferred, materials }
  expect(() => arrangeCase(caseFile, capturedFiles(caseFile), tables)).toThrow(
    expect.objectContaining({ faults: [{ code: 'LIMITS_COUNT', found: '10000', expected: '9999' }] }),
  )
})

test.for([['22-unknown-item-code', 'SCOPE_ITEM_UNKNOWN']] as const)('refuses refused/%s with %s', ([folder, code]) => {
  const caseFile = sample(`refused/${folder}/case`)
  const arrange = () => arrangeCase(caseFile, capturedFiles(caseFile), tables)
  expect(arrange).toThrow(expect.objectContaining({ code }))
})

function sample(folder: string): CaseFile {
  return parseCaseFile(readFileSync(new URL(`${folder}/case.json`, cases)))
}

function listedPaths({ materials }: CaseFile): string[] {
  return materials.flatMap(({ files }) => files.map(({ path }) => path))
}

function capturedFiles({ materials }: CaseFile): CapturedFile[] {
  return materials.flatMap(({ files }) =>
    files.map(({ path, bytes, sha256 }) => {
      const extension = path.split('.').at(-1) ?? ''
      return { path, fixity: { bytes, sha256, sm3: '' }, format: { id: extension, mediaType: '', extension } }
    }),
  )
}
