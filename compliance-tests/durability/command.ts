import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../stack/child-environment.ts'

const program = fileURLToPath(new URL('../../services/cli/main.ts', import.meta.url))

/** How a command ended and what it said. */
export type CommandResult = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** A command that runs in a process of its own. */
export type RunningCommand = {
  readonly process: ChildProcess
  readonly ended: Promise<CommandResult>
}

/** Environment of a command; nothing of ours is passed on. */
export type CommandEnvironment = Readonly<Record<string, string>>

/** Starts `guidang …`; `launcher` is what starts it under another account. */
export function startCommand(
  args: readonly string[],
  environment: CommandEnvironment,
  launcher: readonly string[] = [],
): RunningCommand {
  const startedAt = performance.now()
  const [command = process.execPath, ...rest] = [...launcher, process.execPath, program, ...args]
  const child = spawn(command, rest, {
    env: { ...childEnvironment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = (async () => {
    const [stdout, stderr, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    ])
    return { code, signal, stdout, stderr, seconds: (performance.now() - startedAt) / 1000 }
  })()
  return { process: child, ended }
}

/** Runs `guidang …` to its end. */
export function runCommand(
  args: readonly string[],
  environment: CommandEnvironment,
  launcher?: readonly string[],
): Promise<CommandResult> {
  return startCommand(args, environment, launcher).ended
}

/** The objects that a command has printed with `--json`. */
export function jsonLines({ stdout }: CommandResult): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
