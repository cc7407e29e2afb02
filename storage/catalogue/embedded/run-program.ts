import { spawn } from 'node:child_process'
import { databaseUnavailable } from './database-unavailable.ts'

/** A program to run, and as whom; as the caller if nothing is said. */
export type Command = {
  readonly program: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

/**
 * The environment of every program that is started here. Nothing of the caller's is passed on: a LANG, PGDATA or
 * PGOPTIONS of whoever happens to start the database must not change it.
 */
export const programEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const

/** Runs a program to its end with `input` as its standard input. Rejects only if it cannot be run at all. */
export function runProgram(
  { program, args, ...account }: Command,
  input = '',
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...account, cwd: '/', env: programEnvironment })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(output).toString('utf8').trim() }))
    // A program that ends without reading its input breaks the pipe: its exit code tells what happened.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Runs a program that has to succeed. Throws `DATABASE_UNAVAILABLE` with the end of what it said. */
export async function mustRun(command: Command, input?: string): Promise<void> {
  const { exitCode, output } = await runProgram(command, input)
  if (exitCode === 0) return
  const said = output.split('\n').slice(-10).join('\n')
  const shown = `${command.program} ${command.args.join(' ')}`
  throw databaseUnavailable({
    zh: `程序失败（退出码 ${exitCode}）：${shown}\n${said}`,
    en: `the program failed with exit code ${exitCode}, see above`,
  })
}
