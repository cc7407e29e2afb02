import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ChattrShell } from './chattr-shell.ts'

const run = promisify(execFile)

/** Sets and clears the immutable attribute of files, where system, file system and rights allow it. */
export interface ImmutableFlag {
  /** Resolves when the file can be neither changed nor removed, even by root. */
  set(path: string): Promise<void>
  clear(path: string): Promise<void>
}

/**
 * The flag of the file system that holds `folder` (Linux `chattr +i`), or `undefined` where it cannot be used:
 * not root, no such attribute. Found by trying it on a probe file, which is removed again.
 */
export async function openImmutableFlag(folder: string): Promise<ImmutableFlag | undefined> {
  const probe = join(folder, `.probe-${process.pid}-${Math.random().toString(36).slice(2)}`)
  await writeFile(probe, 'probe')
  try {
    await run('chattr', ['+i', probe])
    await run('chattr', ['-i', probe])
  } catch {
    // Being told no is the answer that was asked for: this system has no immutable flag for us.
    return undefined
  } finally {
    await rm(probe, { force: true })
  }
  const chattr = new ChattrShell()
  return { set: (path) => chattr.apply('+i', path), clear: (path) => chattr.apply('-i', path) }
}
