import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importChangeNotice } from '#services/intake/import-change-notice.ts'
import { importFinishedCases } from '#services/intake/import-finished-cases.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let number: string

beforeAll(async () => {
  archive = await openTestArchive()
  const [archived] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  number = archived?.number ?? ''
  await importFinishedCases(archive, JSON.parse(await readFile(join(samples, 'finished-cases.json'), 'utf8')))
  const notice = JSON.parse(await readFile(join(samples, 'change-notice.json'), 'utf8'))
  await importChangeNotice(archive, { ...notice, serialNumber: '430190250415000871' })
  const [refused] = await archive.capture(join(samples, 'refused', '01-wrong-sha256', 'case'))
  expect([archived?.outcome, refused?.outcome]).toEqual(['archived', 'refused'])
})
afterAll(() => archive.close())

/** What may not be changed, by table: what an UPDATE would set. */
const changes = {
  record: [
    `number = 'X'`,
    `archival_code = 'X'`,
    `case_id = gen_random_uuid()`,
    `title = '改'`,
    `unit = '改'`,
    `fonds_code = '0000'`,
    `item_code = '0'`,
    `item_name = '改'`,
    `result = '不予许可'`,
    `year = '1999'`,
    `retention = 'Y'`,
    `security = '公开 '`,
    `applicants = '{}'`,
    `decided_at = null`,
    `finished_at = now()`,
    `metadata = jsonb_set(metadata, '{case,title}', '"改"')`,
    `metadata = jsonb_set(metadata, '{process,0,agentName}', '"改"')`,
    `scope = jsonb_set(scope, '{retention}', '"Y"')`,
    `inspection = jsonb_set(inspection, '{outcome}', '"FAIL"')`,
    `recognition = '{}'`,
    `package_sha256 = repeat('0', 64)`,
    `package_bytes = 1`,
    `test_keys = not test_keys`,
    `registered_at = now()`,
    `preserved_at = now()`,
    `preserved_at = null, objects = null`,
    `objects = '{}'`,
  ],
  document: [`path = 'x'`, `sha256 = 'x'`, `sm3 = 'x'`, `bytes = 0`, `data_offset = 0`, `document = document + 100`],
  case_file: [
    `id = gen_random_uuid()`,
    `system_code = 'X'`,
    `serial_number = 'X'`,
    `revision = revision + 1`,
    `handover_digest = 'x'`,
    `folder = 'x'`,
    `handover = '{}'`,
    `stage = 'capture'`,
    `state = 'processing'`,
    `fault = '{}'`,
    `further_faults = '[]'`,
    `captured_at = now()`,
    `changed_at = now()`,
  ],
  stage_result: [`result = '{}'`, `completed_at = now()`, `stage = 'x'`],
  given_number: [`number = number + 100`, `case_id = gen_random_uuid()`],
  number_sequence: [`last = last + 2`, `last = last - 1`, `last = last`, `scope = 'x'`],
  refusal: [`faults = '[]'`, `stage = 'x'`, `refused_at = now()`],
  finished_case: [`finished_on = now()`, `serial_number = 'x'`, `acceptance_number = null`, `reported_at = now()`],
  change_notice: [`body = '{}'`, `number = 'X'`, `notice_number = 'x'`, `sha256 = 'x'`, `received_at = now()`],
  agent_entity: [`name = 'x'`, `type = 'x'`, `code = 'x'`, `position = 'x'`],
  business_entity: [
    `number = number`,
    `act = 'use'`,
    `activity = 'x'`,
    `status = 'x'`,
    `acted_at = now()`,
    `mandate = null`,
    `description = 'x'`,
    `outcome = 'FAIL'`,
    `result_sha256 = null`,
  ],
  business_agent: [`relation = 'x'`],
  scope_table: [`body = '{}'`, `sha256 = 'x'`, `effective_from = now()`],
} as const
const tables = Object.keys(changes)
const updates = Object.entries(changes).flatMap(([table, sets]) => sets.map((set) => `update ${table} set ${set}`))

const forbidden = { code: '23001' }

describe('MET-21 NAM-08 what is registered cannot be changed in SQL by the owner of the tables', () => {
  test('every table has rows to try it on, and the role that tries owns them', async () => {
    for (const table of tables) expect(await ask(`select 1 from ${table}`), table).not.toEqual([])
    expect(
      await ask('select distinct tableowner = current_user as owns from pg_tables where schemaname = current_schema()'),
    ).toEqual([{ owns: true }])
  })

  test.for(['record', 'case_file'] as const)('every column of %s is tried', async (table) => {
    const columns = await ask<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_name = '${table}' and table_schema = current_schema()`,
    )
    const untried = columns.filter(({ name }) => !changes[table].some((set) => set.startsWith(`${name} = `)))
    expect(untried).toEqual([])
  })

  test.for(updates)('%s', async (statement) => {
    await expect(ask(statement)).rejects.toMatchObject(forbidden)
  })

  test.for(tables)('delete from %s', async (table) => {
    // A foreign key may be the one to say no.
    await expect(ask(`delete from ${table}`)).rejects.toMatchObject({ code: expect.stringMatching(/^(23001|23503)$/) })
  })

  test.for(tables)('truncate %s', async (table) => {
    await expect(ask(`truncate ${table} cascade`)).rejects.toMatchObject(forbidden)
  })

  test('a document is not added to a registered record', async () => {
    const copy = `insert into document select number, document + 100, path, material, class, source_path, bytes, sha256, sm3,
                  format, media_type, data_offset from document`
    await expect(ask(copy)).rejects.toMatchObject(forbidden)
  })

  test('a number that was not taken is not given', async () => {
    const give = `insert into given_number select kind, scope, number + 100, case_id from given_number`
    await expect(ask(give)).rejects.toMatchObject(forbidden)
  })

  test('the triggers stay at work where session_replication_role is replica', async () => {
    const triggers = await ask<{ always: boolean }>(
      `select tgenabled = 'A' as always from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where not tgisinternal and c.relnamespace = current_schema()::regnamespace`,
    )
    expect(triggers.length).toBeGreaterThan(tables.length)
    expect(triggers.every(({ always }) => always)).toBe(true)
  })

  test('an upsert does not get round it', async () => {
    const upsert = `insert into scope_table select * from scope_table on conflict (id) do update set sha256 = 'x'`
    await expect(ask(upsert)).rejects.toMatchObject(forbidden)
  })
})

test('what the pipeline needs goes through: the next number, another case, another refusal', async () => {
  const [next, refused] = await Promise.all([
    archive.capture(join(samples, 'accepted', '07-hr-service-online-ofd')),
    archive.capture(join(samples, 'refused', '01-wrong-sha256', 'case')),
  ])
  expect([next[0]?.outcome, refused[0]?.outcome]).toEqual(['archived', 'refused'])
  expect(await ask(`select number from record where number = '${number}'`)).toHaveLength(1)
})

async function ask<Row extends object>(statement: string): Promise<Row[]> {
  return (await archive.catalogue.pool.query<Row>(statement)).rows
}
