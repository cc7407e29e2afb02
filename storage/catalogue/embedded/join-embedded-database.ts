import { asDatabaseUnavailable } from './database-unavailable.ts'
import { type EmbeddedFolder, openEmbeddedFolder } from './embedded-folder.ts'
import { ensureServer } from './ensure-server.ts'
import { type FileLock, tryLock } from './file-lock.ts'
import { guardServer } from './guard-server.ts'
import { findRunningServer } from './running-server.ts'
import { connectionStringFor, proveConnection } from './server-connection.ts'
import { stopServer } from './stop-server.ts'
import { takeTurn } from './take-turn.ts'

/** How to join. */
export type JoinOptions = {
  /** Whether committed transactions survive a power failure; true unless said otherwise, false is for tests. */
  readonly durable?: boolean
  /** Told in one line what happens to the server. */
  readonly log?: (line: string) => void
}

/** The use of an embedded database by this process. */
export type EmbeddedDatabase = {
  readonly connectionString: string
  /**
   * Ends the use; the last of all processes stops the server. Close pools before: the server cuts what is open.
   * May be called again, also from a signal handler. A process that dies without it counts as gone.
   */
  leave(): Promise<void>
}

/**
 * Joins the PostgreSQL under `dataDir`/postgres, which any number of processes of one machine, or one container, share:
 * the first starts it (and makes it, on an empty folder), the others join, the last to leave stops it. Membership is a
 * lock that the kernel takes back from a killed process, so there is no state to go stale; a killed server is started
 * again by the next to join, or within a second by a process that uses it. The role `guidang` owns the database and may
 * create databases and roles, but is no superuser. Linux, as root or as any user with an entry in the user database.
 * Throws `DATABASE_UNAVAILABLE`.
 */
export async function joinEmbeddedDatabase(dataDir: string, options: JoinOptions = {}): Promise<EmbeddedDatabase> {
  const { durable = true, log = () => undefined } = options
  try {
    const folder = await openEmbeddedFolder(dataDir)
    const entry = await takeTurn(folder, () => enter(folder, durable, log))
    const guard = guardServer(folder, { durable: entry.durable, everyMs: 1_000, log })
    let left: Promise<void> | undefined
    const leave = () => {
      guard.stop()
      left ??= takeTurn(folder, () => depart(folder, entry.membership, log)).catch(rethrowCoded)
      return left
    }
    return { connectionString: entry.connectionString, leave }
  } catch (error) {
    throw asDatabaseUnavailable(error)
  }
}

type Entry = {
  readonly connectionString: string
  readonly membership: FileLock
  /** What the server is, which may be more than was asked for: it is started again as it was. */
  readonly durable: boolean
}

function rethrowCoded(error: unknown): never {
  throw asDatabaseUnavailable(error)
}

async function enter(folder: EmbeddedFolder, durable: boolean, log: (line: string) => void): Promise<Entry> {
  const membership = tryLock(folder.members, 'shared')
  if (membership === undefined) throw new Error(`${folder.members} is locked by a program that does not take turns`)
  try {
    // A server that was killed may still be seen for a moment: then there is none when it is looked for again.
    const reached = (await reachServer(folder, durable, log)) ?? (await reachServer(folder, durable, log))
    if (reached === undefined) throw new Error(`the database server of ${folder.home} ends as soon as it is joined`)
    return { ...reached, membership }
  } catch (error) {
    // What went wrong first is what the caller hears; that the way back failed as well is for the log.
    await depart(folder, membership, log).catch((second: unknown) => log(`leaving after a failure failed: ${second}`))
    throw error
  }
}

/** `undefined` for a server that has died since it was found. */
async function reachServer(
  folder: EmbeddedFolder,
  durable: boolean,
  log: (line: string) => void,
): Promise<Omit<Entry, 'membership'> | undefined> {
  const { port, started } = await ensureServer(folder, durable)
  log(`${started ? 'started' : 'joined'} the database server of ${folder.home} on port ${port}`)
  const connectionString = await connectionStringFor(folder, port)
  const lives = async () => (await findRunningServer(folder.cluster)) !== undefined
  const isDurable = await proveConnection(connectionString, durable, lives)
  return isDurable === undefined ? undefined : { connectionString, durable: isDurable }
}

async function depart(folder: EmbeddedFolder, membership: FileLock, log: (line: string) => void): Promise<void> {
  membership.release()
  const alone = tryLock(folder.members, 'exclusive')
  if (alone === undefined) return
  try {
    await stopServer(folder)
    log(`stopped the database server of ${folder.home}`)
  } finally {
    alone.release()
  }
}
