import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { joinEmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import { createArchiveTemplate } from './archive-template.ts'
import { databaseNameOf } from './database-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server whose role may create databases: `inject('databaseUrl')`. */
    databaseUrl: string
    /** The database there of which every test archive gets a copy. */
    archiveTemplate: string
  }
}

/**
 * Vitest global setup: gives the tests the server named by `DATABASE_URL`, or starts the embedded one and ends it after the
 * run. It is not made durable: tests that pull the plug start one of their own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer()
  const template = await createArchiveTemplate(server.url)
  project.provide('databaseUrl', server.url)
  project.provide('archiveTemplate', databaseNameOf(template.url))
  return async () => {
    await template.drop()
    await server.close()
  }
}

async function openServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  // biome-ignore lint/style/noProcessEnv: who runs the tests chooses the server; the product's configuration is not read here.
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { url: given, close: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'guidang-database-'))
  await chmod(folder, 0o755)
  const { connectionString, leave } = await joinEmbeddedDatabase(folder, { durable: false })
  const close = async () => {
    await leave()
    await rm(folder, { recursive: true })
  }
  return { url: connectionString, close }
}
