import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { inject } from 'vitest'

/** A database of its own. */
export type TestDatabase = { readonly url: string; drop(): Promise<void> }

/** Makes an empty database on the server that the tests were given. */
export function createDatabase(): Promise<TestDatabase> {
  return createFrom('template0')
}

/** Makes a copy of a database to which nobody is connected, as a backup that was restored. */
export function copyDatabase(url: string): Promise<TestDatabase> {
  return createFrom(new URL(url).pathname.slice(1))
}

async function createFrom(template: string): Promise<TestDatabase> {
  const server = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => dropDatabase(server, name) }
}

/** Where the server's own cleaning is at work in the database, dropping it is refused until that has gone. */
async function dropDatabase(server: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onServer(server, `drop database ${name} with (force)`)
    } catch (error) {
      if (attempt === 50 || !(error instanceof DatabaseError && error.code === insufficientPrivilege)) throw error
      await pause(200)
    }
  }
}

const insufficientPrivilege = '42501'

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
