import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { type Catalogue, inTransaction, withClient } from '#storage/catalogue/catalogue.ts'
import { codedIfGone } from '#storage/catalogue/database-gone.ts'
import { acceptedCase } from '../access/api-under-test.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive

beforeAll(async () => {
  archive = await openTestArchive()
})
afterAll(() => archive.close())

/** Hands a sample case over to an archive whose transactions are done by `transact`. */
function capture(transact: Catalogue['transact']) {
  const tools = { ...archive, catalogue: { ...archive.catalogue, transact }, limits: defaultCaptureLimits }
  const source = folderSource(acceptedCase('06-employment-registration-instant'))
  return captureCase(source, { ...tools, dispatch: async () => {} })
}

test('hand-overs while the database cannot be reached leave nothing in staging, however often they are tried', async () => {
  const away = new Pool({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' })
  for (let tries = 0; tries < 3; tries += 1)
    await expect(capture((work) => withClient(away, (client) => inTransaction(client, work)))).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      permanent: false,
    })
  await away.end()
  expect(await archive.staged()).toEqual([])
})

test('a hand-over whose connection breaks at its end keeps its files, because it may have been entered', async () => {
  const entered = capture(async (work) => {
    await archive.catalogue.transact(work)
    throw codedIfGone(new Error('Connection terminated unexpectedly'))
  })
  await expect(entered).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  const { rows } = await archive.catalogue.pool.query<{ id: string }>('select id from case_file')
  expect(rows).toHaveLength(1)
  expect(await archive.staged()).toEqual(rows.map(({ id }) => id))
})
