import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compileCache } from '../stack/child-environment.ts'

/** The program as `npm start` runs it, in a process of its own. */
export type ServedProcess = {
  readonly pid: number
  /** Everything that it has written so far. */
  output(): string
  /** Address and key, as they were printed. */
  readonly login: Promise<{ readonly address: string; readonly key: string }>
  /** Exit code and signal, when it has ended. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>
  /** Ends it and waits. */
  stop(signal?: NodeJS.Signals): Promise<readonly [number | null, NodeJS.Signals | null]>
}

const program = fileURLToPath(new URL('../../services/cli/main.ts', import.meta.url))

/** Starts the program with nothing but `environment`, on a free port unless one is given. */
export function startServing(environment: Readonly<Record<string, string>>): ServedProcess {
  // biome-ignore lint/style/noProcessEnv: the child needs a path and a home; the product's variables are given one by one.
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH, HOME, ...compileCache, PORT: '0', ...environment },
  })
  let output = ''
  const take = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  return {
    pid: child.pid ?? 0,
    output: () => output,
    login: awaitLogin(child, () => output),
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

async function awaitLogin(child: ChildProcess, output: () => string) {
  for (;;) {
    const address = /http:\/\/\S+?:\d+/.exec(output())?.[0]
    const key = /gd_[\w-]{43}/.exec(output())?.[0]
    if (address !== undefined && key !== undefined) return { address, key }
    if (child.exitCode !== null) return { address: '', key: '' }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The most memory that a process has had resident, in bytes. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}
