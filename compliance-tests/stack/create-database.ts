import { inject } from 'vitest'
import { copyOnServer, databaseNameOf, type TestDatabase } from './database-server.ts'

/** Makes an empty database on the server that the tests were given. */
export function createDatabase(): Promise<TestDatabase> {
  return createFrom('template0')
}

/** Makes a database as an archive has it that was opened once: with the schema of catalogue and queue, and no rows. */
export function createArchiveDatabase(): Promise<TestDatabase> {
  return createFrom(inject('archiveTemplate'))
}

/** Makes a copy of a database to which nobody is connected, as a backup that was restored. */
export function copyDatabase(url: string): Promise<TestDatabase> {
  return createFrom(databaseNameOf(url))
}

function createFrom(template: string): Promise<TestDatabase> {
  return copyOnServer(inject('databaseUrl'), template)
}
