import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Programs that tests call, and the Debian packages that bring them. */
const needed = [['openssl', 'openssl']] as const

/** Vitest global setup: installs with apt, as root, what tests call and this machine lacks. Else fails, and says what to install. */
export async function setup(): Promise<void> {
  const missing: string[] = []
  for (const [program, debianPackage] of needed) if (!(await isThere(program))) missing.push(debianPackage)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) throw new Error(`the tests need ${missing.join(', ')}: install it first`)
  await run('apt-get', ['update', '-qq'])
  await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...missing])
}

async function isThere(program: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  )
}
