import { databaseUnavailable } from './database-unavailable.ts'
import { type EmbeddedFolder, hasCluster } from './embedded-folder.ts'
import { poll } from './poll.ts'
import { findRunningServer } from './running-server.ts'
import { quoteServerLog } from './server-log.ts'
import { startServer } from './start-server.ts'

const untilServed = { everyMs: 20, forMs: 60_000 } as const

/** The port of the folder's server, and whether it had to be started. */
export type Served = { readonly port: number; readonly started: boolean }

/**
 * Finds the server of the folder, waits for one that starts, recovers or stops, and starts it if there is none.
 * Throws `DATABASE_UNAVAILABLE` if that takes more than a minute or fails. The caller holds the turn.
 */
export async function ensureServer(folder: EmbeddedFolder, durable: boolean): Promise<Served> {
  const served = await poll<Served>(async () => {
    const server = (await hasCluster(folder)) ? await findRunningServer(folder.cluster) : undefined
    if (server !== undefined) return server.ready ? { port: server.port, started: false } : undefined
    const port = await startServer(folder, durable)
    return port === undefined ? undefined : { port, started: true }
  }, untilServed)
  if (served !== undefined) return served
  const said = await quoteServerLog(folder.log)
  throw databaseUnavailable({
    zh: `PostgreSQL 一分钟内未能就绪，请稍后再试，日志 ${folder.log} 末尾为：\n${said}\n`,
    en: 'PostgreSQL is not ready after a minute, try again later; its last words are above',
  })
}
