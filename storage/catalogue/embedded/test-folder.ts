import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { findRunningServer, serverName } from './running-server.ts'

/** For tests: a new folder, closed to other accounts as `mkdtemp` makes it, and removed when the scope ends. */
export async function makeTestFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'guidang-embedded-')))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** For tests: the process number of the server of a data folder, or `undefined` if there is none. */
export async function serverOf(dataDir: string): Promise<number | undefined> {
  return (await findRunningServer(clusterOf(dataDir)))?.pid
}

/** For tests: the command lines of all living processes of the server of a data folder. */
export async function serverProcesses(dataDir: string): Promise<readonly string[]> {
  const name = await serverName(clusterOf(dataDir))
  const numbers = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const lines = await Promise.all(numbers.map((number) => commandLine(number)))
  return lines.filter((line) => line.includes(name))
}

/** For tests: the first column of the rows of one statement on a connection of its own. */
export async function ask(connectionString: string, sql: string, values: unknown[] = []): Promise<readonly unknown[]> {
  const client = new Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, values, rowMode: 'array' })
    return rows.map((row) => row[0])
  } finally {
    await client.end()
  }
}

/** The cluster of a data folder. */
export function clusterOf(dataDir: string): string {
  return join(dataDir, 'postgres', 'cluster')
}

async function commandLine(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8')
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH')) return ''
    throw error
  }
}
