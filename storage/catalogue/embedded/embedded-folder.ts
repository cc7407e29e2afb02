import { chmod, lchown, mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { databaseUnavailable } from './database-unavailable.ts'
import { ensureHomeFile } from './home-file.ts'

/** Where the embedded database lies: everything is below `DATA_DIR/postgres`. */
export type EmbeddedFolder = {
  readonly home: string
  /** The cluster (PGDATA). Belongs to the account that the server runs as; all else belongs to the owner of `home`. */
  readonly cluster: string
  /** Password of the role `guidang`, readable by its owner only. */
  readonly password: string
  readonly log: string
  /** The port of the last start, taken again if it is free, so that pools of running processes find the server. */
  readonly port: string
  /** Held alone while the server is started or stopped. */
  readonly turn: string
  /** Shared by every process that uses the server: who can have it alone is the last. */
  readonly members: string
}

/**
 * Makes the folder if it is not there. Paths are real ones, so that two names of a folder are one database.
 * Throws `DATABASE_UNAVAILABLE` if it belongs to another user.
 */
export async function openEmbeddedFolder(dataDir: string): Promise<EmbeddedFolder> {
  await mkdir(dataDir, { recursive: true })
  const home = join(await realpath(dataDir), 'postgres')
  await makeHome(home)
  await refuseForeignHome(home)
  const folder = {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    log: join(home, 'server.log'),
    port: join(home, 'port'),
    turn: join(home, 'turn.lock'),
    members: join(home, 'members.lock'),
  }
  for (const file of [folder.turn, folder.members, folder.log]) await ensureHomeFile(file)
  return folder
}

/** Whether the cluster was made. */
export async function hasCluster(folder: EmbeddedFolder): Promise<boolean> {
  return (await statIfThere(folder.cluster))?.isDirectory() === true
}

// Made by root in the folder of an ordinary user, it is that user's. Another account passes through to the cluster,
// but does not see what else is here.
async function makeHome(home: string): Promise<void> {
  if ((await mkdir(home, { recursive: true })) === undefined) return
  const { uid, gid } = await stat(dirname(home))
  if (process.getuid?.() === 0 && uid !== 0) await lchown(home, uid, gid)
  await chmod(home, 0o711)
}

async function refuseForeignHome(home: string): Promise<void> {
  const caller = process.getuid?.()
  const { uid } = await stat(home)
  if (caller === 0 || caller === uid) return
  throw databaseUnavailable({
    zh: `${home} 属于操作系统用户 ${uid}，请以该用户或 root 运行，或另设 DATA_DIR`,
    en: `${home} belongs to the operating system user ${uid}: run as that user or as root, or set another DATA_DIR`,
  })
}
