import { inject } from 'vitest'
import { copyOnServer, databaseNameOf, type TestDatabase } from './database-server.ts'

/** Makes an empty database on the server of this worker. */
export function createDatabase(): Promise<TestDatabase> {
  return copyOnServer(databaseServer().url, 'template0')
}

/** Makes a database as an archive has it that was opened once: with the schema of catalogue and queue, and no rows. */
export function createArchiveDatabase(): Promise<TestDatabase> {
  const { url, archiveTemplate } = databaseServer()
  return copyOnServer(url, archiveTemplate)
}

/** Makes a copy of a database to which nobody is connected, as a backup that was restored. */
export function copyDatabase(url: string): Promise<TestDatabase> {
  return copyOnServer(databaseServer().url, databaseNameOf(url))
}

/** The server that this worker has for itself. */
export function databaseServer(): { readonly url: string; readonly archiveTemplate: string } {
  const servers = inject('databaseServers')
  // biome-ignore lint/style/noProcessEnv: the number that vitest gives a worker, from 1 on.
  const server = servers[Number(process.env['VITEST_POOL_ID']) - 1]
  if (server === undefined) throw new Error('there are more workers than database servers')
  return server
}
