import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '#compliance-tests/stack/create-database.ts'
import type { TestDatabase } from '#compliance-tests/stack/database-server.ts'
import { type Catalogue, openCatalogue } from './catalogue.ts'

let database: TestDatabase
let catalogue: Catalogue
beforeAll(async () => {
  database = await createDatabase()
  catalogue = await openCatalogue(database.url, { connections: 1 })
})
afterAll(async () => {
  await catalogue.close()
  await database.drop()
})

test('a connection that breaks in the very moment in which it is lent is told by the next statement, and ends no process', async () => {
  const first = await catalogue.pool.connect()
  const lent = new Promise<string>((resolve) => {
    catalogue.pool.connect((_, client, done) => {
      // Answers of one packet are read in one go: whoever waits for the connection has not got it yet.
      client?.emit('error', new Error('terminating connection due to unexpected postmaster exit'))
      done(true)
      resolve('survived')
    })
  })
  first.release()
  expect(await lent).toBe('survived')
  expect((await catalogue.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
