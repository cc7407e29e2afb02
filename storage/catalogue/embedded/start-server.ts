import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { databaseUnavailable } from './database-unavailable.ts'
import type { EmbeddedFolder } from './embedded-folder.ts'
import { choosePort } from './free-port.ts'
import { replaceHomeFile } from './home-file.ts'
import { poll } from './poll.ts'
import { findPostgresPrograms } from './postgres-programs.ts'
import { prepareCluster } from './prepare-cluster.ts'
import { programEnvironment } from './run-program.ts'
import { findRunningServer, removeMisleadingPidFile, serverName } from './running-server.ts'
import { chooseServerAccount, commandAs } from './server-account.ts'
import { openServerLog, quoteServerLog } from './server-log.ts'
import { settingArguments } from './server-settings.ts'

const untilReady = { everyMs: 5, forMs: 60_000 } as const

// What PostgreSQL says when it met another: the port was taken, or processes of a killed server are still ending.
const passing = /Address already in use|lock file ".*" already exists|pre-existing shared memory block/

/**
 * Starts the server of the folder as a process of its own, which outlives this one; makes the cluster before if
 * needed. Resolves to the port once it takes connections, or to `undefined` if it should be looked at again: it met
 * something that passes, or takes long. Throws `DATABASE_UNAVAILABLE` with the server's last words if it fails.
 * The caller holds the turn and has seen that no server of the folder lives.
 */
export async function startServer(folder: EmbeddedFolder, durable: boolean): Promise<number | undefined> {
  const programs = findPostgresPrograms()
  const account = await chooseServerAccount(folder, programs)
  await prepareCluster(folder, programs, account, durable)
  await removeMisleadingPidFile(folder.cluster)
  const port = await choosePort(folder.port)
  const settings = settingArguments({ port, name: await serverName(folder.cluster), durable })
  const log = await openServerLog(folder.log)
  try {
    const { size } = await log.stat()
    const { program, args, ...as } = commandAs(account, programs.postgres, ['-D', folder.cluster, ...settings])
    const stdio = ['ignore', log.fd, log.fd] as const
    const server = spawn(program, args, { ...as, stdio: [...stdio], detached: true, cwd: '/', env: programEnvironment })
    await once(server, 'spawn')
    server.unref()
    if (!(await becomesReady(server, folder))) return await explainExit(server, folder, size)
  } finally {
    await log.close()
  }
  await replaceHomeFile(folder.port, String(port))
  return port
}

async function becomesReady(server: ChildProcess, folder: EmbeddedFolder): Promise<boolean> {
  const ready = await poll(async () => {
    if (hasEnded(server)) return false
    return (await findRunningServer(folder.cluster))?.ready === true ? true : undefined
  }, untilReady)
  return ready === true
}

async function explainExit(server: ChildProcess, folder: EmbeddedFolder, from: number): Promise<undefined> {
  if (!hasEnded(server)) return undefined
  const said = await quoteServerLog(folder.log, from)
  if (passing.test(said)) return undefined
  throw databaseUnavailable({
    zh: `PostgreSQL 启动失败，日志 ${folder.log} 末尾为：\n${said}\n`,
    en: 'PostgreSQL did not start; its last words are above',
  })
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}
