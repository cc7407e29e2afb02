import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blockingItems } from '#archive-schema/inspection/inspection-report.ts'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let number: string

beforeAll(async () => {
  archive = await openTestArchive()
  const [archived] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  number = archived?.number ?? ''
  const correction = { set: { title: '更正后的题名' }, by: '档案员', reason: '核对原件' }
  await redescribe(archive, await requireRecord(archive.catalogue, number), 1, correction)
  for (const table of Object.keys(keys))
    await archive.catalogue.pool.query(`create table before_${table} as table ${table}`)
})
afterAll(() => archive.close())

test('MET-01 the record as it was registered agrees with its package', async () => {
  expect(await blockedRules()).toEqual([])
})

/** What an administrator of the database changes behind the program's back, and the item that finds it. */
const tamperings = [
  ['record', `metadata = jsonb_set(metadata, '{case,title}', '"改过的题名"')`, 'GD-2-10'],
  ['record', `metadata = jsonb_set(metadata, '{process,0,agentName}', '"改过的人"')`, 'GD-2-10'],
  ['record', `metadata = jsonb_set(metadata, '{documents,0,standardName}', '"改过的材料"')`, 'GD-2-10'],
  ['record', `metadata = metadata #- '{case,remarks}' #- '{case,channel}'`, 'GD-2-10'],
  ['record', `metadata = jsonb_set(metadata, '{documents}', (metadata->'documents') - 0)`, 'GD-2-10'],
  ['record', `title = '改过的题名'`, 'GD-3-2'],
  ['record', `archival_code = archival_code || '9'`, 'GD-3-2'],
  ['record', `archival_code = replace(archival_code, '·', '•')`, 'GD-1-7'],
  ['record', `archival_code = replace(archival_code, 'ZY·ZW', 'ZY·XK')`, 'GD-1-7'],
  ['record', `unit = '改'`, 'GD-3-2'],
  ['record', `fonds_code = '0000'`, 'GD-3-2'],
  ['record', `item_code = '0'`, 'GD-3-2'],
  ['record', `item_name = '改'`, 'GD-3-2'],
  ['record', `result = '不予许可'`, 'GD-3-2'],
  ['record', `year = '1999'`, 'GD-3-2'],
  ['record', `retention = 'Y'`, 'GD-3-2'],
  ['record', `security = '内部'`, 'GD-3-2'],
  ['record', `applicants = applicants || '{另一人}'`, 'GD-3-2'],
  ['record', `decided_at = decided_at + interval '1 day'`, 'GD-3-2'],
  ['record', `finished_at = finished_at + interval '1 day'`, 'GD-3-2'],
  ['record', `scope = jsonb_set(scope, '{approvalNumber}', '"改"')`, 'GD-3-2'],
  ['record', `package_sha256 = repeat('0', 64)`, 'GD-3-2'],
  ['record', `package_bytes = 1`, 'GD-3-2'],
  ['description_version', `description = jsonb_set(description, '{openness}', '"开放"')`, 'GD-3-2'],
  ['description_version', `changes = jsonb_set(changes, '{0,before}', '"改"')`, 'GD-3-2'],
  ['description_version', 'version = version + 1', 'GD-3-2'],
  ['document', `path = path || 'x'`, 'GD-3-2'],
  ['document', `bytes = bytes + 1`, 'GD-3-2'],
  ['document', `sha256 = repeat('0', 64)`, 'GD-3-2'],
  ['document', `sm3 = repeat('0', 64)`, 'GD-3-2'],
] as const

test.for(tamperings)(
  'MET-01 %s set %s behind the back of the program fails the inspection',
  async ([table, set, rule]) => {
    await behindTheBack(table, `update ${table} set ${set}`)
    try {
      expect(await blockedRules()).toContain(rule)
    } finally {
      await restore(table)
    }
    expect(await blockedRules()).toEqual([])
  },
)

async function blockedRules(): Promise<string[]> {
  const report = await inspectStored(archive, await requireRecord(archive.catalogue, number))
  expect(report.outcome).toBe(blockingItems(report).length === 0 ? 'PASS' : 'FAIL')
  return blockingItems(report).map(({ rule }) => rule)
}

async function behindTheBack(table: string, statement: string): Promise<void> {
  await archive.catalogue.transact(async (transaction) => {
    await transaction.query(`alter table ${table} disable trigger user`)
    await transaction.query(statement)
    await transaction.query(`alter table ${table} enable trigger user`)
  })
}

/** What tells the rows of a table apart, whatever a tampering has changed. */
const keys = { record: 'case_id', document: 'document', description_version: 'changed_at' } as const

/** Puts every row of a table back as it was kept in `before_…`. */
async function restore(table: keyof typeof keys): Promise<void> {
  const key = keys[table]
  const { rows } = await archive.catalogue.pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0`,
  )
  const sets = rows.map(({ name }) => `${name} = b.${name}`).join(', ')
  await behindTheBack(table, `update ${table} t set ${sets} from before_${table} b where t.${key} = b.${key}`)
}
