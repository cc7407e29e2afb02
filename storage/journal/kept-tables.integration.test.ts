import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '#compliance-tests/stack/create-database.ts'
import { type Catalogue, openCatalogue } from '#storage/catalogue/catalogue.ts'
import { keptTables, outboxColumns } from './kept-tables.ts'

let database: Awaited<ReturnType<typeof createDatabase>>
let catalogue: Catalogue
beforeAll(async () => {
  database = await createDatabase()
  catalogue = await openCatalogue(database.url)
})
afterAll(async () => {
  await catalogue.close()
  await database.drop()
})

async function ask<Row extends object>(text: string): Promise<Row[]> {
  return (await catalogue.pool.query<Row>(text)).rows
}

test('of every table of the database it is said how it outlives the database', async () => {
  const tables = await ask<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
  )
  expect(keptTables.map(({ name }) => name).toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
})

test('what is withheld, what rows belong to, and keys are columns of their tables; the key is unique', async () => {
  const columns = await ask<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`,
  )
  const unique = await ask<{ table: string; columns: string[] }>(
    `select i.indrelid::regclass::text as table, array(select a.attname::text from pg_attribute a
       where a.attrelid = i.indrelid and a.attnum = any(i.indkey) order by 1) as columns
     from pg_index i where i.indisunique and i.indpred is null`,
  )
  const named = new Set(columns.map(({ table, column }) => `${table}.${column}`))
  for (const table of keptTables) {
    const withheld = table.in === 'segments' ? Object.keys(table.withheld ?? {}) : []
    const owner = 'owner' in table && table.owner !== undefined ? [table.owner] : []
    const anew = table.in === 'rebuilt' ? (table.anew ?? []) : []
    for (const column of [...table.key, ...withheld, ...owner, ...anew])
      expect(named).toContain(`${table.name}.${column}`)
    if (table.in === 'rebuilt' || table.in === 'database') continue
    expect(unique).toContainEqual({ table: table.name, columns: table.key.toSorted() })
  }
})

test('a table that is referred to stands before those that refer to it', async () => {
  const references = await ask<{ child: string; parent: string }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
     where contype = 'f' and conrelid <> confrelid`,
  )
  const place = (name: string) => keptTables.findIndex((table) => table.name === name)
  expect(references.length).toBeGreaterThan(5)
  for (const { child, parent } of references) expect([child, place(parent) < place(child)]).toEqual([child, true])
})

test('the trigger of the journal is at work on every table whose changes it is to take, and on no other', async () => {
  const found = await ask<{ table: string; enabled: string }>(
    `select tgrelid::regclass::text as table, tgenabled as enabled from pg_trigger where tgname = 'journal' order by 1`,
  )
  const wanted = keptTables.filter((table) => outboxColumns(table) !== undefined).map(({ name }) => name)
  expect(found.map(({ table }) => table)).toEqual(wanted.toSorted())
  expect(new Set(found.map(({ enabled }) => enabled))).toEqual(new Set(['A']))
})

test('a table that was there before the journal is put into the outbox as a whole', async () => {
  await catalogue.pool.query('drop trigger journal on finished_case')
  await catalogue.pool.query(
    `insert into finished_case (system_code, serial_number, finished_on, reported_at) values ('S', '1', '2026-01-01', now())`,
  )
  expect(await ask(`select 1 from journal_outbox where table_name = 'finished_case'`)).toEqual([])
  await (await openCatalogue(database.url)).close()
  const entered = await ask(
    `select operation, content->>'serial_number' as serial from journal_outbox where table_name = 'finished_case'`,
  )
  expect(entered).toEqual([{ operation: 'insert', serial: '1' }])
})
