import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** A live server of a cluster. `ready` is false while it starts, recovers or stops. */
export type RunningServer = { readonly pid: number; readonly port: number; readonly ready: boolean }

/**
 * The name that a server of this cluster carries, made of the folder's device and inode: it stays when the folder is
 * moved under a running server, and differs in a copy.
 */
export async function serverName(cluster: string): Promise<string> {
  const { dev, ino } = await stat(cluster, { bigint: true })
  return `guidang-${dev}-${ino}`
}

/** The server of the cluster if it lives, `undefined` if there is none or only what a killed one left. */
export async function findRunningServer(cluster: string): Promise<RunningServer | undefined> {
  const server = await readPidFile(cluster)
  if (server === undefined || !(await isServer(server.pid, await serverName(cluster)))) return undefined
  return server
}

/**
 * Whether process `pid` lives and is the server of that name. A number that went to some other process, or that
 * nobody has collected yet (a zombie has no command line), does not count.
 */
export async function isServer(pid: number, name: string): Promise<boolean> {
  const commandLine = await readIfPresent(`/proc/${pid}/cmdline`)
  return commandLine?.split('\0').includes(`cluster_name=${name}`) ?? false
}

/**
 * Removes the file of a killed server where PostgreSQL would not do so itself: it keeps out of the way of any process
 * that has the number by now, whoever it is, and of an empty file. Its check by shared memory is not touched by this.
 */
export async function removeMisleadingPidFile(cluster: string): Promise<void> {
  const server = await readPidFile(cluster)
  if (server === undefined) return
  const numberTaken = server.pid > 0 && (await readIfPresent(`/proc/${server.pid}/stat`)) !== undefined
  if (server.pid > 0 && !numberTaken) return
  if (!(await isServer(server.pid, await serverName(cluster)))) await rm(pidFile(cluster), { force: true })
}

function pidFile(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

async function readPidFile(cluster: string): Promise<RunningServer | undefined> {
  const text = await readIfPresent(pidFile(cluster))
  if (text === undefined) return undefined
  // Its lines: pid, data folder, start time, port, socket folder, address, shared memory, state.
  const lines = text.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7] === 'ready' }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH')) return undefined
    throw error
  }
}
