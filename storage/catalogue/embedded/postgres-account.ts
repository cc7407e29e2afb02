import type { Account } from './closed-folder.ts'
import { databaseUnavailable } from './database-unavailable.ts'
import { runProgram } from './run-program.ts'

/**
 * The account `postgres` of this machine, made if there is none: PostgreSQL refuses to run as root.
 * Throws `DATABASE_UNAVAILABLE` if it can neither be found nor made.
 */
export async function postgresAccount(): Promise<Account> {
  const present = await lookUp()
  if (present !== undefined) return present
  // Two commands may do this at once: what counts is whether the account is there afterwards.
  const made = await makeAccount()
  const account = await lookUp()
  if (account !== undefined) return account
  throw databaseUnavailable({
    zh: `以 root 运行时需要操作系统用户 postgres，且未能创建（${made}）。请创建该用户，或以普通用户运行`,
    en: `when run as root, an operating system user "postgres" is needed and could not be made (${made}): make it, or run as an ordinary user`,
  })
}

async function lookUp(): Promise<Account | undefined> {
  const { exitCode, output } = await runProgram({ program: 'getent', args: ['passwd', 'postgres'] })
  if (exitCode !== 0) return undefined
  const [, , uid, gid] = output.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

async function makeAccount(): Promise<string> {
  const group = await runProgram({ program: 'groupadd', args: ['--force', '--system', 'postgres'] })
  if (group.exitCode !== 0) return group.output
  const args = ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']
  return (await runProgram({ program: 'useradd', args })).output
}
