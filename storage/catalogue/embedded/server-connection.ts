import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { databaseUnavailable } from './database-unavailable.ts'
import type { EmbeddedFolder } from './embedded-folder.ts'
import { poll } from './poll.ts'

const untilConnected = { everyMs: 10, forMs: 10_000 } as const

// Starting or stopping (57P03), cut by a restart after a crash (57P02), full for the moment (53300), not listening yet.
const passing = ['57P03', '57P02', '53300', 'ECONNREFUSED', 'ECONNRESET'] as const

/** The connection string of the database `guidang` on this port. Throws `DATABASE_UNAVAILABLE` without its password. */
export async function connectionStringFor(folder: EmbeddedFolder, port: number): Promise<string> {
  try {
    const password = await readFile(folder.password, 'utf8')
    return `postgresql://guidang:${password}@127.0.0.1:${port}/guidang?sslmode=disable`
  } catch (cause) {
    const { password, home } = folder
    throw databaseUnavailable(
      {
        zh: `读不到密码文件 ${password}，请从备份恢复该文件（${home} 应整体复制）`,
        en: `the password file ${password} cannot be read: restore it (${home} is copied as a whole)`,
      },
      { cause, permanent: true },
    )
  }
}

/**
 * Connects once, so that what is handed out is known to work, and resolves to whether the server is durable (fsync); to `undefined` for
 * one that has died since it was found (`lives`).
 * Throws `DATABASE_UNAVAILABLE` if the server does not let us in within ten seconds, or is not durable though wanted.
 */
export async function proveConnection(
  connectionString: string,
  durable: boolean,
  lives: () => Promise<boolean>,
): Promise<boolean | undefined> {
  let refusal: unknown
  const fsync = await poll(async () => {
    try {
      return await readFsync(connectionString)
    } catch (error) {
      if (!hasErrorCode(error, ...passing)) throw error
      refusal = error
      return (await lives()) ? undefined : 'gone'
    }
  }, untilConnected)
  if (fsync === 'gone') return undefined
  if (fsync === undefined) {
    throw databaseUnavailable({ zh: '数据库未接受连接', en: 'the server accepts no connection' }, { cause: refusal })
  }
  if (durable && fsync !== 'on') {
    throw databaseUnavailable({
      zh: '数据库正以不落盘方式（fsync=off，仅供测试）运行，请先结束使用它的进程',
      en: 'the server runs without fsync, for tests only: end the processes that use it first',
    })
  }
  return fsync === 'on'
}

async function readFsync(connectionString: string): Promise<string | undefined> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000, application_name: 'guidang join' })
  // Without a listener, a connection cut outside a query would end the process; inside one, the query rejects.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ fsync: string }>('show fsync')
    return rows[0]?.fsync
  } finally {
    await client.end()
  }
}
