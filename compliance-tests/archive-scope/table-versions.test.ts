import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import type { ScopeTableEdition } from '#archive-schema/scope/scope-table.ts'
import { readPackage } from '#services/access/read-content.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { showRecord } from '#services/access/show-record.ts'
import { importScopeTables } from '#services/intake/import-scope-tables.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { approveVersion, type NamedTable, tableOf } from './sample-table.ts'

/** 办结 on 2025-04-15. */
const sample = '06-employment-registration-instant'

let archive: TestArchive
let folders: string

beforeEach(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-scope-'))
})
afterEach(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

async function capture(serialNumber: string, table: NamedTable) {
  const folder = await makeCase(sample, join(folders, serialNumber), serialNumber, (caseJson) => {
    Object.assign(caseJson['item']?.['scopeTable'] ?? {}, table)
  })
  const [outcome] = await archive.capture(folder)
  if (outcome === undefined) throw new Error('the case has no outcome')
  return outcome
}

async function kept() {
  const { pool } = archive.catalogue
  const { rows } = await pool.query(
    `select (select count(*)::int from case_file) as cases, (select count(*)::int from record) as records,
            (select count(*)::int from refusal) as refusals`,
  )
  return { ...rows[0], stored: await archive.stored(), staged: await archive.staged() }
}

const nothingButTheRefusal = { cases: 0, records: 0, refusals: 1, stored: [], staged: [] }

test.for<readonly [string, string, Partial<ScopeTableEdition>]>([
  ['not yet in force', 'SCOPE_TABLE_NOT_EFFECTIVE', { effectiveFrom: '2025-04-16' }],
  ['expired', 'SCOPE_TABLE_EXPIRED', { effectiveTo: '2025-04-14' }],
])(
  'CFG-01 CFG-02 a case under a table that is %s is refused with %s, and nothing else is kept',
  async ([, code, head]) => {
    const named = await approveVersion(archive, sample, '2025.1', () => ({}), head)
    expect(await capture('SCOPE-1', named)).toMatchObject({ outcome: 'refused', code })
    expect(await kept()).toEqual(nothingButTheRefusal)
  },
)

test('CFG-01 CFG-02 a case under a draft is refused, and accepted once the draft is approved', async () => {
  const { approvalNumber: _, approvedOn: __, ...draft } = tableOf(sample)
  await importScopeTables(archive, [{ ...draft, version: '2025.1', status: '草案', effectiveFrom: '2025-01-01' }])
  const named = { version: '2025.1', approvalNumber: '审〔2025.1〕1号' }
  expect(await capture('SCOPE-1', named)).toMatchObject({ outcome: 'refused', code: 'SCOPE_TABLE_DRAFT' })
  expect(await kept()).toEqual(nothingButTheRefusal)
  await approveVersion(archive, sample, '2025.1', () => ({}))
  expect(await capture('SCOPE-1', named)).toMatchObject({ outcome: 'archived' })
})

test('CFG-02 a case under a version that nobody has imported is refused, and nothing else is kept', async () => {
  const outcome = await capture('SCOPE-1', { version: '2099.1', approvalNumber: '审〔2099〕1号' })
  expect(outcome).toMatchObject({ outcome: 'refused', code: 'SCOPE_TABLE_MISSING' })
  expect(await kept()).toEqual(nothingButTheRefusal)
})

test('CFG-01 CFG-04 package and record keep the version that they were classed under, whatever is approved later', async () => {
  const first = await approveVersion(archive, sample, '2025.1', () => ({}), { effectiveTo: '2025-12-31' })
  const { number = '' } = await capture('SCOPE-1', first)
  const before = await showRecord(archive, await requireRecord(archive.catalogue, number))
  expect(before.scope).toMatchObject({
    ...scopeOf(first),
    effectiveFrom: '2025-01-01',
    effectiveTo: '2025-12-31',
    itemVersion: '3',
  })
  expect(before.metadata.case).toMatchObject({ scopeTableVersion: '2025.1', itemVersion: '3' })
  const xml = (await collect(readPackage(archive.store, await requireRecord(archive.catalogue, number)))).toString(
    'utf8',
  )
  expect(xml).toContain(first.approvalNumber)

  const second = await approveVersion(archive, sample, '2025.2', () => ({}), { effectiveFrom: '2025-02-01' })
  const again = await capture('SCOPE-2', second)
  expect(await showRecord(archive, await requireRecord(archive.catalogue, number))).toEqual(before)
  expect((await requireRecord(archive.catalogue, again.number ?? '')).scope).toMatchObject(scopeOf(second))
})

test('CFG-04 an approved version can be neither changed nor made a draft again', async () => {
  const table = tableOf(sample)
  for (const change of [{ approvedOn: '2024-06-19' }, { status: '草案' as const }]) {
    await expect(importScopeTables(archive, [{ ...table, ...change }])).rejects.toMatchObject({
      code: 'SCOPE_TABLE_CHANGED',
    })
  }
  expect(await importScopeTables(archive, [table])).toMatchObject([{ isNew: false }])
})

function scopeOf({ version, approvalNumber }: NamedTable) {
  return { tableVersion: version, approvalNumber }
}
