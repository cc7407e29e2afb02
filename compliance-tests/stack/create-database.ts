import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { inject } from 'vitest'

/** Makes an empty database on the server that the tests were given. */
export async function createDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template template0`)
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
