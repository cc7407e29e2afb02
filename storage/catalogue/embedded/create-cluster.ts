import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncPath } from '../../content/sync-path.ts'
import type { EmbeddedFolder } from './embedded-folder.ts'
import { replaceHomeFile } from './home-file.ts'
import type { PostgresPrograms } from './postgres-programs.ts'
import { mustRun } from './run-program.ts'
import { commandAs, type ServerAccount } from './server-account.ts'

const UNFINISHED = 'cluster-unfinished-'

/**
 * Makes the cluster with the role and the database `guidang`. It is built under another name and renamed when it is
 * whole and on disk (if `durable`), so that a kill at any moment leaves nothing that looks like a cluster.
 * The superuser `postgres` has no password and cannot log in; `guidang` owns its database and may make others.
 */
export async function createCluster(
  folder: EmbeddedFolder,
  programs: PostgresPrograms,
  account: ServerAccount,
  durable: boolean,
): Promise<void> {
  await removeUnfinished(folder.home)
  const cluster = await mkdtemp(join(folder.home, UNFINISHED))
  if (account !== 'own') await chown(cluster, account.uid, account.gid)
  const password = randomBytes(24).toString('base64url')
  await replaceHomeFile(folder.password, password)
  await mustRun(commandAs(account, programs.initdb, ['--pgdata', cluster, ...layout]))
  await mustRun(commandAs(account, programs.postgres, ['--single', '-D', cluster, ...singleUser]), bootstrap(password))
  if (durable) await mustRun(commandAs(account, programs.initdb, ['--pgdata', cluster, '--sync-only']))
  await rename(cluster, folder.cluster)
  await syncPath(folder.home)
}

// Order and letter case come from PostgreSQL itself (provider builtin) and not from the system's C library, whose
// next version could sort differently. LC_CTYPE still decides what pg_trgm takes for a letter: with plain C, no Chinese.
const layout = [
  ...['--username', 'postgres', '--auth-local', 'reject', '--auth-host', 'scram-sha-256'],
  ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
  ...['--data-checksums', '--no-instructions', '--no-sync'],
]

const singleUser = ['-c', 'exit_on_error=on', '-c', 'fsync=off', 'template1']

// Every line is one statement. createrole_self_grant: the role may use the roles that it makes, as a superuser could.
function bootstrap(password: string): string {
  return `create role guidang login createdb createrole password '${password}'
alter role guidang set createrole_self_grant = 'set, inherit'
create database guidang owner guidang
`
}

async function removeUnfinished(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith(UNFINISHED))
  for (const name of names) {
    // The initdb of a killed process may still be writing: it fails once its files are gone.
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}
