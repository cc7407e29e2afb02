import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { joinEmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import { createArchiveTemplate } from './archive-template.ts'
import { databaseNameOf } from './database-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * PostgreSQL servers whose roles may create databases, one a worker, each with the database of which every test archive
     * gets a copy. Two workers on one server would meet: a journal waits for the open transactions of all its databases.
     */
    databaseServers: readonly { readonly url: string; readonly archiveTemplate: string }[]
  }
}

/**
 * Vitest global setup: gives the tests the server named by `DATABASE_URL`, for a run with one worker, or starts an embedded one
 * for each worker and ends them after the run. They are not made durable: tests that pull the plug start one of their own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await Promise.all(Array.from({ length: project.config.maxWorkers }, openServer))
  const described = servers.map(({ url, template }) => ({ url, archiveTemplate: databaseNameOf(template.url) }))
  project.provide('databaseServers', described)
  return async () => {
    await Promise.all(servers.map((server) => server.close()))
  }
}

async function openServer() {
  const { url, close } = givenServer() ?? (await startServer())
  const template = await createArchiveTemplate(url)
  const closeAll = async () => {
    await template.drop()
    await close()
  }
  return { url, template, close: closeAll }
}

function givenServer() {
  // biome-ignore lint/style/noProcessEnv: who runs the tests chooses the server; the product's configuration is not read here.
  const url = process.env['DATABASE_URL']
  return url === undefined || url === '' ? undefined : { url, close: async () => {} }
}

async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-database-'))
  await chmod(folder, 0o755)
  const { connectionString, leave } = await joinEmbeddedDatabase(folder, { durable: false })
  const close = async () => {
    await leave()
    await rm(folder, { recursive: true })
  }
  return { url: connectionString, close }
}
