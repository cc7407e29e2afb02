import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireRecord } from '#services/access/require-record.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive

beforeAll(async () => {
  archive = await openTestArchive()
})
afterAll(() => archive.close())

test('the database has no place for content bytes [STO-01]', async () => {
  const { rows } = await archive.catalogue.pool.query(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and (data_type = 'bytea' or udt_name in ('oid', 'lo'))`,
  )
  expect(rows).toEqual([])
})

test('content lies in the store, and its place is in the record [STO-01, MET-33]', async () => {
  const [outcome] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  const { objects } = await requireRecord(archive.catalogue, outcome?.number ?? '')
  expect(await archive.stored()).toEqual([objects.evidence.key, objects.package.key].toSorted())
  const { rows } = await archive.catalogue.pool.query('select 1 from pg_largeobject_metadata')
  expect(rows).toEqual([])
})

test('object keys hold neither the 档号 nor anything else beyond plain ASCII [NAM-10]', async () => {
  const keys = await archive.stored()
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter((key) => !/^[\w./-]+$/.test(key))).toEqual([])
})
