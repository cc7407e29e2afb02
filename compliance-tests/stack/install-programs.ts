import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A program that tests call, or the path of another file that they need, and the Debian package that brings it. */
export type NeededProgram = { readonly program: string; readonly debianPackage: string }

/** Installs with apt, as root, what this machine lacks. Else throws, and says what to install. */
export async function installPrograms(needed: readonly NeededProgram[]): Promise<void> {
  const missing: string[] = []
  for (const { program, debianPackage } of needed) if (!(await isThere(program))) missing.push(debianPackage)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) throw new Error(`the tests need ${missing.join(', ')}: install it first`)
  await run('apt-get', ['update', '-qq', ...waitForOthers])
  await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...waitForOthers, ...missing])
}

const waitForOthers = ['-o', 'DPkg::Lock::Timeout=300']

async function isThere(program: string): Promise<boolean> {
  return run('sh', ['-c', `PATH="$PATH:/usr/sbin:/sbin" command -v ${program} || [ -e ${program} ]`]).then(
    () => true,
    () => false,
  )
}
