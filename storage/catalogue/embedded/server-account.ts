import { chmod, stat } from 'node:fs/promises'
import { type Account, findClosedFolder } from './closed-folder.ts'
import { databaseUnavailable } from './database-unavailable.ts'
import { type EmbeddedFolder, hasCluster } from './embedded-folder.ts'
import { postgresAccount } from './postgres-account.ts'
import type { PostgresPrograms } from './postgres-programs.ts'
import { type Command, runProgram } from './run-program.ts'

/** Who the server runs as: `own` is the caller itself; root has to choose another account. */
export type ServerAccount = 'own' | (Account & { readonly capability?: Capability })

// Of capabilities(7). Searching and reading is all that is wanted; containers often leave only the wider one.
const capabilities = ['dac_read_search', 'dac_override'] as const
type Capability = (typeof capabilities)[number]

/**
 * Chooses the account. The folder of an ordinary user is served by that user, also when root joins, so that both can
 * go on using it; one that root made, or copied, by `postgres`. Where a folder on the way is closed to the account
 * (below `/root`, or a `mktemp -d` of root), the server gets the capability to pass.
 * Throws `DATABASE_UNAVAILABLE` if the account cannot be made, or cannot pass.
 */
export async function chooseServerAccount(folder: EmbeddedFolder, programs: PostgresPrograms): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return 'own'
  const { uid, gid } = await stat((await hasCluster(folder)) ? folder.cluster : folder.home)
  const account = uid === 0 ? await postgresAccount() : { uid, gid }
  await openToAll([programs.initdb, programs.postgres])
  const closed = await findClosedFolder([folder.home, ...programs.folders], account)
  return closed === undefined ? account : { ...account, capability: await findCapability(closed, account) }
}

/** The command that runs `program` as that account. */
export function commandAs(account: ServerAccount, program: string, args: readonly string[]): Command {
  if (account === 'own') return { program, args }
  const { uid, gid, capability } = account
  if (capability === undefined) return { program, args, uid, gid }
  // no_setuid_fixup: without it access(2) leaves the capability out, and PostgreSQL does not find itself.
  const rights = [
    '--securebits',
    '+no_setuid_fixup',
    '--inh-caps',
    `+${capability}`,
    '--ambient-caps',
    `+${capability}`,
  ]
  const change = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', ...rights]
  return { program: 'setpriv', args: [...change, '--', program, ...args] }
}

// An installation by root with umask 077 leaves programs that no capability but the widest could execute.
async function openToAll(programs: readonly string[]): Promise<void> {
  for (const program of programs) {
    if (((await stat(program)).mode & 0o005) !== 0o005) await chmod(program, 0o755)
  }
}

async function findCapability(closed: string, account: Account): Promise<Capability> {
  const obstacles: string[] = []
  for (const capability of capabilities) {
    const obstacle = await tryCapability({ ...account, capability }, closed)
    if (obstacle === undefined) return capability
    obstacles.push(obstacle)
  }
  const { uid } = account
  throw databaseUnavailable({
    zh: `数据库以操作系统用户 ${uid} 运行，但该用户不能进入目录 ${closed}（${obstacles.join('；')}）。请执行 chmod o+x，或改用其他位置，或以普通用户运行`,
    en: `the database runs as the operating system user ${uid}, who cannot pass through ${closed}: chmod o+x it, use another place, or run as an ordinary user`,
  })
}

// What stands against it: no setpriv on this machine, or a container that withholds the capability.
async function tryCapability(account: ServerAccount, closed: string): Promise<string | undefined> {
  try {
    const { exitCode, output } = await runProgram(commandAs(account, 'test', ['-x', closed]))
    return exitCode === 0 ? undefined : output
  } catch (error) {
    return String(error)
  }
}
