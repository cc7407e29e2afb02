import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { endedChildrenSeconds } from './process-usage.ts'
import { watchMemory } from './watch-memory.ts'

/** A command that ran to its end, and what it took. */
export type FinishedCommand = {
  readonly stdout: string
  readonly seconds: number
  /** Processor time of the process and of those that it started. */
  readonly cpuSeconds: number
  /** Most bytes in memory, as seen while it ran. */
  readonly peakBytes: number
}

const sampleEveryMs = 20

/** Runs Node with `args` to its end. Throws, with what it said, unless it exits with 0. One command at a time. */
export function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<FinishedCommand> {
  return runToEnd(process.execPath, args, environment)
}

/** The same of any program. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<FinishedCommand> {
  const cpuBefore = await endedChildrenSeconds()
  const start = performance.now()
  const child = spawn(program, args, { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  const memory = watchMemory(async () => (child.pid === undefined ? [] : [child.pid]), sampleEveryMs)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const seconds = (performance.now() - start) / 1000
  const peakBytes = await memory.stop()
  if (code !== 0)
    throw new Error(`${args.slice(0, 6).join(' ')} ended with ${code}:\n${stderr}${stdout.slice(0, 4000)}`)
  return { stdout, seconds, cpuSeconds: (await endedChildrenSeconds()) - cpuBefore, peakBytes }
}
