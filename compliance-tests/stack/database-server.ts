import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

/** A database of its own. */
export type TestDatabase = { readonly url: string; drop(): Promise<void> }

/** Makes a database on `server` as a copy of `template`, to which nobody may be connected. */
export async function copyOnServer(server: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => dropDatabase(server, name) }
}

/** Name of the database of a connection string. */
export function databaseNameOf(url: string): string {
  return new URL(url).pathname.slice(1)
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
