import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeScopeWorkbook } from '#archive-schema/scope/workbook/write-scope-workbook.ts'
import { saveWorkbook } from '#services/intake/scope-files/save-workbook.ts'
import { encodeScopeFile, readScopeFile } from '#services/intake/scope-files/scope-file.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { tableOf } from './sample-table.ts'

let archive: TestArchive
let folder: string

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-scope-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

function guidang(...args: readonly string[]) {
  return runCommand(args, archive.environment)
}

test('what is exported is the same tables again, as a workbook and as JSON', async () => {
  for (const name of ['表.xlsx', '表.json']) {
    const path = join(folder, name)
    const exported = await guidang('scope', 'export', '--version', '2024.2', '-o', path, '--json')
    const [written] = jsonLines(exported)
    expect(written).toMatchObject({ output: path, tables: expect.arrayContaining(['1143019000612571XH/2024.2']) })
    const imported = jsonLines(await guidang('scope', 'import', path, '--json'))
    expect(imported.map(({ table }) => table)).toEqual(written?.['tables'])
    expect(imported.every((line) => line['imported'] === false && line['approved'] === true)).toBe(true)
  }
  const { code, stdout } = await guidang(
    'scope',
    'export',
    '--version',
    '2099.1',
    '-o',
    join(folder, 'x.json'),
    '--json',
  )
  expect([code, JSON.parse(stdout).code]).toEqual([1, 'SCOPE_TABLE_NOT_FOUND'])
})

test('CFG-01 a draft comes in through a workbook and is listed as one, between the approved tables', async () => {
  const { approvalNumber: _, approvedOn: __, ...draft } = tableOf('06-employment-registration-instant')
  const path = join(folder, '草案.xlsx')
  await writeFile(path, await encodeScopeFile(path, [{ ...draft, version: '2027.1', status: '草案' }]))
  expect(jsonLines(await guidang('scope', 'import', path, '--json'))).toMatchObject([
    { imported: true, approved: false },
  ])
  const list = jsonLines(await guidang('scope', 'list', '--json'))
  expect(list).toContainEqual(expect.objectContaining({ version: '2027.1', status: '草案' }))
  expect(list).toContainEqual(
    expect.objectContaining({ version: '2024.2', status: '已审核', approvalNumber: '湘麓档审〔2024〕19号' }),
  )
  expect((await guidang('scope', 'list')).stdout).toMatch(/2027\.1 .*草案/)
})

test('every wrong cell of a workbook is named, and nothing of it comes in', async () => {
  const table = tableOf('01-food-licence-granted')
  const path = join(folder, '错.xlsx')
  const [entry] = table.entries
  if (entry === undefined) throw new Error('the sample table is empty')
  const wrong = { ...entry, itemName: '', retention: 'D5' as 'D10' }
  await writeFile(path, await saveWorkbook(writeScopeWorkbook([{ ...table, version: '2030.1', entries: [wrong] }])))
  const { code, stdout, stderr } = await guidang('scope', 'import', path, '--json')
  const { faults } = JSON.parse(stdout)
  expect(code).toBe(1)
  expect(faults).toMatchObject([
    { code: 'SCOPE_CELL_INVALID', file: '错.xlsx', field: '事项!F2' },
    { code: 'SCOPE_CELL_INVALID', file: '错.xlsx', field: '事项!H2', expected: 'Y、D30、D10（永久、三十年、十年）' },
  ])
  expect(stderr).toContain('归档范围表 错.xlsx 的单元格 事项!H2 不合规定')
  expect(await archive.scopeTables.all('2030.1')).toEqual([])
})

test('the JSON file of the samples is taken as it always was', async () => {
  const path = join(samples, 'scope-tables.json')
  expect(await readScopeFile(path)).toEqual(JSON.parse(await readFile(path, 'utf8')).tables)
})
