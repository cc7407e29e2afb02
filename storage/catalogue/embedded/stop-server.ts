import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { databaseUnavailable } from './database-unavailable.ts'
import type { EmbeddedFolder } from './embedded-folder.ts'
import { poll } from './poll.ts'
import { findRunningServer, isServer, serverName } from './running-server.ts'
import { quoteServerLog } from './server-log.ts'

const untilGone = { everyMs: 5, forMs: 60_000 } as const

/**
 * Stops the server of the folder if it runs (PostgreSQL's "fast" shutdown: connections are cut, everything is written)
 * and resolves when its process is gone. Throws `DATABASE_UNAVAILABLE` if it does not end within a minute.
 * The caller holds the turn.
 */
export async function stopServer(folder: EmbeddedFolder): Promise<void> {
  const server = await findRunningServer(folder.cluster)
  if (server === undefined) return
  const name = await serverName(folder.cluster)
  interrupt(server.pid)
  const gone = await poll(async () => ((await isServer(server.pid, name)) ? undefined : true), untilGone)
  if (gone !== undefined) return
  const said = await quoteServerLog(folder.log)
  throw databaseUnavailable({
    zh: `PostgreSQL（进程 ${server.pid}）未能停止，日志 ${folder.log} 末尾为：\n${said}\n`,
    en: `PostgreSQL (process ${server.pid}) does not stop; its last words are above`,
  })
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error
  }
}
