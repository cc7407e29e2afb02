import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemTypes } from '#archive-schema/case-file/item-types.ts'
import type { ScopeEntry } from '#archive-schema/scope/scope-table.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { statistics } from '#services/access/statistics.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { importScopeTables } from '#services/intake/import-scope-tables.ts'
import { literalsAmong } from '../house/profile-literals.ts'
import { CaseDraft } from '../intake/case-draft.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { approveVersion, type NamedTable, tableOf } from './sample-table.ts'

/** 办结 on 2025-04-15, D10. */
const sample = '06-employment-registration-instant'

let archive: TestArchive
let folders: string

beforeAll(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-classification-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

async function capture(change: (draft: CaseDraft) => unknown, table?: NamedTable) {
  const draft = await CaseDraft.of('06')
  for (const [field, value] of Object.entries(table ?? {})) draft.set(`item.scopeTable.${field}`, value)
  change(draft)
  const folder = join(folders, crypto.randomUUID())
  await draft.write(folder)
  const [outcome] = await archive.capture(folder)
  if (outcome === undefined) throw new Error('the case has no outcome')
  return outcome
}

async function recordOf(number = '') {
  return requireRecord(archive.catalogue, number)
}

test('CFG-05 a version of the item that the approved table does not have is refused, and one that it has is not', async () => {
  const before = await archive.stored()
  expect(await capture((draft) => draft.set('item.version', '99'))).toMatchObject({
    outcome: 'refused',
    faults: [{ code: 'SCOPE_ITEM_UNKNOWN', field: 'item.version', found: expect.stringContaining('99') }],
  })
  expect(await archive.stored()).toEqual(before)
  const more = await approveVersion(archive, sample, 'versions', ({ itemVersions }) => ({
    itemVersions: [...itemVersions, '99'],
  }))
  const { number } = await capture((draft) => draft.set('item.version', '99'), more)
  expect((await recordOf(number)).scope).toMatchObject({ itemVersion: '99', tableVersion: 'versions' })
})

test.for(['行政处罚', '行政检查'])(
  'CFG-11 a matter of the type %s is approved, handed over and archived',
  async (type) => {
    const named = await approveVersion(archive, sample, type, () => ({ itemType: type }), {
      effectiveFrom: `2025-02-0${itemTypes.indexOf(type)}`,
    })
    const { outcome, number } = await capture((draft) => draft.set('item.type', type), named)
    expect(outcome).toBe('archived')
    expect((await recordOf(number)).metadata.case.itemType).toBe(type)
    const unknown = await capture((draft) => draft.set('item.type', '行政指导'), named)
    expect(unknown).toMatchObject({ outcome: 'refused', faults: [{ code: 'SCHEMA_INVALID', field: 'item.type' }] })
  },
)

test('CFG-11 no code names a type of matter: what is one is data', () => {
  const sources = globSync('{archive-schema,storage,pipelines,services}/**/*.ts', {
    exclude: (path) => /test\.ts$|trial\.ts$/.test(path),
  })
  const naming = sources.flatMap((file) => literalsAmong(readFileSync(file, 'utf8'), new Set(itemTypes)))
  expect(sources.length).toBeGreaterThan(300)
  expect(naming).toEqual([])
})

test('CFG-03 (target) a case that does not name the archives to which its table sends records is refused', async () => {
  const archives = { archivesCode: '430190', archivesName: '长沙市湘麓区档案馆' }
  const named = await approveVersion(archive, sample, 'target', () => ({}), {
    ...archives,
    effectiveFrom: '2025-02-20',
  })
  expect(await capture((draft) => draft.drop('unit.archives'), named)).toMatchObject({
    outcome: 'refused',
    faults: [{ code: 'SCOPE_ARCHIVES_MISSING', field: 'unit.archives', expected: '430190 长沙市湘麓区档案馆' }],
  })
  expect(await capture((draft) => draft.set('unit.archives.code', '430191'), named)).toMatchObject({
    outcome: 'refused',
    faults: [{ code: 'SCOPE_UNIT_DIFFERS', field: 'unit.archives', found: '430191 长沙市湘麓区档案馆' }],
  })
  const { number } = await capture(() => {}, named)
  expect((await recordOf(number)).metadata.case).toMatchObject(archives)
  const half = approveVersion(archive, sample, 'half', () => ({}), { archivesCode: '430190' })
  await expect(half).rejects.toMatchObject({ code: 'SCOPE_TABLE_INVALID' })
})

const longer = (): Partial<ScopeEntry> => ({ retention: 'D30' })

test('CFG-13 a change of the classification that nobody has approved classes nothing', async () => {
  const { approvalNumber: _, approvedOn: __, ...draft } = tableOf(sample)
  const entries = draft.entries.map((entry) => ({ ...entry, ...longer() }))
  const change = { ...draft, version: 'unapproved', status: '草案' as const, effectiveFrom: '2025-03-01', entries }
  await importScopeTables(archive, [change])
  const named = { version: 'unapproved', approvalNumber: '无' }
  expect(await capture((draft) => draft.set('item.retention', 'D30'), named)).toMatchObject({
    outcome: 'refused',
    code: 'SCOPE_TABLE_DRAFT',
  })
  const { number } = await capture(() => {})
  expect((await recordOf(number)).retention).toBe('D10')
})

test('CFG-13 a change is approved by another than who drew it up, and never within an approved version', async () => {
  const { unit, version, approvalNumber = '' } = tableOf(sample)
  const own = approveVersion(archive, sample, 'own', longer, { approvedBy: unit })
  await expect(own).rejects.toMatchObject({ code: 'SCOPE_TABLE_INVALID' })
  const within = approveVersion(archive, sample, version, longer, { approvalNumber })
  await expect(within).rejects.toMatchObject({ code: 'SCOPE_TABLE_CHANGED' })
})

test('CFG-13 an approved change classes later cases; records, their numbers and their digests stay', async () => {
  const { number } = await capture(() => {})
  const before = await recordOf(number)
  const stored = await archive.stored()
  const holdings = await statistics(archive, ['retention'])
  const named = await approveVersion(archive, sample, 'changed', longer, { effectiveFrom: '2025-04-01' })
  expect(await recordOf(number)).toEqual(before)
  expect(await archive.stored()).toEqual(stored)
  expect(await statistics(archive, ['retention'])).toMatchObject({ groups: holdings.groups })
  expect(await verifyStored(archive, before)).toMatchObject({ ok: true })
  const later = await recordOf((await capture((draft) => draft.set('item.retention', 'D30'), named)).number)
  expect([later.retention, later.scope.tableVersion]).toEqual(['D30', 'changed'])
  expect((await recordOf(number)).packageFixity).toEqual(before.packageFixity)
})
