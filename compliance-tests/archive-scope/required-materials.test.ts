import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseResult } from '#archive-schema/case-file/handling.ts'
import type { ScopeEntry, ScopeMaterial } from '#archive-schema/scope/scope-table.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { readStageResults } from '#storage/catalogue/stage-results.ts'
import { CaseDraft } from '../intake/case-draft.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { approveVersion, type NamedTable, tableOf } from './sample-table.ts'

let archive: TestArchive
let folders: string
let cases = 0
let versions = 0

beforeAll(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-scope-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

const samples = {
  '01': '01-food-licence-granted',
  '02': '02-labour-dispatch-denied',
  '03': '03-advert-not-accepted',
  '04': '04-drain-permit-withdrawn',
  '06': '06-employment-registration-instant',
} as const
type Sample = keyof typeof samples

/** Approves a version that is newer than those before it, so that it rules the cases handed over next. */
function approve(sample: string, version: string, edit: (entry: ScopeEntry) => Partial<ScopeEntry>, head = {}) {
  versions += 1
  const effectiveFrom = `2025-01-${String(versions).padStart(2, '0')}`
  return approveVersion(archive, sample, version, edit, { effectiveFrom, ...head })
}

/** Hands a sample over under a table, changed as `change` says. */
async function capture(sample: Sample, change: (draft: CaseDraft) => unknown, table?: NamedTable) {
  const draft = await CaseDraft.of(sample)
  for (const [field, value] of Object.entries(table ?? {})) draft.set(`item.scopeTable.${field}`, value)
  await change(draft)
  cases += 1
  const folder = join(folders, `case-${cases}`)
  await draft.write(folder)
  const [outcome] = await archive.capture(folder)
  if (outcome === undefined) throw new Error('the case has no outcome')
  return outcome
}

function without(...names: readonly string[]) {
  return (draft: CaseDraft) => names.forEach((name) => void draft.without(name))
}

const missing = (found: string, result: string) => ({
  outcome: 'refused',
  code: 'COMPLETENESS_REQUIRED',
  faults: expect.arrayContaining([expect.objectContaining({ code: 'COMPLETENESS_REQUIRED', found, expected: result })]),
})

const ends: readonly (readonly [CaseResult, Sample, readonly string[], string])[] = [
  ['准予', '01', ['准予行政许可决定书', '食品经营许可证', '送达回证'], '准予决定书或证照、批文、证明'],
  ['不予', '02', ['不予行政许可决定书', '送达回证'], '不予决定书'],
  ['不予受理', '03', ['不予受理通知书'], '不予受理通知书'],
  ['撤回', '04', ['撤回申请书'], '撤回文书'],
  ['终止', '04', ['终止办理决定书'], '终止文书'],
  ['办结', '06', ['就业登记申请表', '劳动合同'], '申报文件'],
]

test.for(ends)(
  'CFG-07 %s has its own default set where the table is silent',
  async ([result, sample, taken, meaning]) => {
    const silent = await approve(samples[sample], `silent-${result}`, (entry) => silentAt(entry, result))
    const ended = (draft: CaseDraft) => draft.set('case.result', result)
    expect(await capture(sample, ended, silent)).toMatchObject({ outcome: 'archived' })
    const lacking = (draft: CaseDraft) => without(...taken)(ended(draft))
    expect(await capture(sample, lacking, silent)).toMatchObject(missing(meaning, result))
  },
)

test.for(['03', '04'] as const)('CFG-07 a case without 结果文件 is archived when it ends so (%s)', async (sample) => {
  const { number = '' } = await capture(sample, () => {})
  const { number: found } = await requireRecord(archive.catalogue, number)
  const documents = await documentsOf(archive.catalogue.pool, found)
  expect(documents.length).toBeGreaterThan(0)
  expect(documents.filter(({ path }) => path.includes('结果文件'))).toEqual([])
})

test('CFG-07 转办 is not in the value list of 办理结果 and is refused, not archived as something else', async () => {
  const outcome = await capture('04', (draft) => draft.set('case.result', '转办'))
  expect(outcome).toMatchObject({ outcome: 'refused', code: 'SCHEMA_INVALID' })
})

test('CFG-06 CFG-07 a material that is 必要 at one end state only: its absence fails there and is recorded elsewhere', async () => {
  const named = await approve(samples['01'], 'per-end-state', ({ materials }) => ({
    materials: materials.map((material): ScopeMaterial => {
      return material.name === '送达回证' ? { ...material, requiredResults: ['不予'] } : material
    }),
  }))
  expect(await capture('02', without('送达回证'), named)).toMatchObject(missing('送达回证', '不予'))
  const { number = '' } = await capture('01', without('送达回证'), named)
  const { caseId } = await requireRecord(archive.catalogue, number)
  const stages = await readStageResults(archive.catalogue.pool, caseId)
  const { result } = stages.find(({ stage }) => stage === 'stocktaking') ?? {}
  expect(result).toMatchObject({
    materials: expect.arrayContaining([expect.objectContaining({ name: '送达回证', required: false, files: 0 })]),
  })
})

test('CFG-08 不予受理 passes without 结果文件 and fails without B4', async () => {
  expect(await capture('03', () => {}, await approve(samples['03'], 'b4', () => ({})))).toMatchObject({
    outcome: 'archived',
  })
  expect(await capture('03', without('不予受理通知书'))).toMatchObject(missing('不予受理通知书', '不予受理'))
})

test('CFG-03 (retention) an item without a retention period is in no table, and a case without one is refused', async () => {
  expect(await capture('06', (draft) => draft.drop('item.retention'))).toMatchObject({
    outcome: 'refused',
    faults: [expect.objectContaining({ code: 'SCHEMA_INVALID', field: 'item.retention' })],
  })
  const dropRetention = (entry: ScopeEntry) => ({ ...entry, retention: undefined }) as unknown as ScopeEntry
  await expect(approve(samples['06'], 'no-retention', dropRetention)).rejects.toMatchObject({
    code: 'SCOPE_TABLE_INVALID',
    faults: [expect.objectContaining({ field: 'tables[0].entries[0].retention' })],
  })
  expect(await capture('06', () => {})).toMatchObject({ outcome: 'archived' })
})

test('CFG-10 a material that must not be archived is refused with the reason', async () => {
  const excludedMaterials = [{ name: '现场核查记录表', reason: '国家规定不得归档' }]
  const named = await approve(samples['01'], 'excluding', () => ({}), { excludedMaterials })
  expect(await capture('01', () => {}, named)).toMatchObject({
    outcome: 'refused',
    code: 'SCOPE_MATERIAL_EXCLUDED',
    faults: [{ found: '现场核查记录表', expected: '国家规定不得归档' }],
  })
  expect(await capture('01', without('现场核查记录表'), named)).toMatchObject({ outcome: 'archived' })
})

test('CFG-12 a material outside the scope is refused, left to a person or archived, as the item says', async () => {
  const closed = await approve(samples['01'], 'closed', () => ({ unlistedMaterials: '不接收' }))
  expect(await capture('01', () => {}, closed)).toMatchObject({ outcome: 'refused', code: 'SCOPE_MATERIAL_UNLISTED' })
  expect(await capture('01', without('现场核查记录表', '食品经营许可证'), closed)).toMatchObject({
    outcome: 'archived',
  })
  const watched = await approve(samples['01'], 'watched', () => ({ unlistedMaterials: '复核' }))
  const waiting = await capture('01', () => {}, watched)
  expect(waiting).toMatchObject({ outcome: 'review', code: 'INSPECTION_BLOCKED' })
  expect(waiting.message).toContain('现场核查记录表')
  const open = await approve(samples['01'], 'open', () => ({ unlistedMaterials: '接收' }))
  expect(await capture('01', () => {}, open)).toMatchObject({ outcome: 'archived' })
})

test('the table of the samples is not changed by what is approved beside it', async () => {
  const { creditCode, version } = tableOf(samples['01'])
  const tables = await archive.scopeTables.ofBody(creditCode)
  expect(tables.find((table) => table.version === version)).toEqual(tableOf(samples['01']))
})

/** The item, with nothing said about one end state. */
function silentAt({ materials }: ScopeEntry, result: CaseResult): Partial<ScopeEntry> {
  const elsewhere: CaseResult = result === '准予' ? '不予' : '准予'
  const optional: ScopeMaterial = { class: '过程文件', code: 'B0', name: '其他', required: false, results: [elsewhere] }
  const others = materials.map((material) => ({
    ...material,
    results: material.results.filter((each) => each !== result),
  }))
  return { materials: [...others.filter(({ results }) => results.length > 0), optional] }
}
