import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, type FileHandle, link, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { measureHandle } from '#storage/content/measure-handle.ts'
import { removeIfThere } from '#storage/content/remove-if-there.ts'
import type { ObjectSource } from './object-store.ts'

/** Names of files that are still being written; never a key. */
export const incoming = '.incoming-'

/** The same for a repeat after a crash, so that what was left is found; another one for another source. */
export function passingName(path: string, source: ObjectSource): string {
  const mark = createHash('sha256')
    .update(`${basename(path)}\n${source.path}`)
    .digest('hex')
    .slice(0, 32)
  return join(dirname(path), `${incoming}${mark}`)
}

/** Gives a finished file a name in the store; what a killed put has left there goes. False when the file is gone. */
export async function takeOver(source: string, passing: string): Promise<boolean> {
  try {
    return await nameOnce(source, passing)
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error
    await removeIfThere(passing)
    return nameOnce(source, passing)
  }
}

/** Copies a file where it cannot have two names; never over another one, which may be a second name of an object. */
async function nameOnce(source: string, passing: string): Promise<boolean> {
  try {
    await link(source, passing)
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false
    if (!hasErrorCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK')) throw error
    await copyFile(source, passing, constants.COPYFILE_EXCL)
  }
  return true
}

/** Makes a file read-only, gives it the end of its lock, makes it durable and reads it back. */
export async function fixBytes(key: string, source: ObjectSource, passing: string, end: Date): Promise<void> {
  await using file = await open(passing)
  await file.utimes(end, end)
  await file.chmod(0o444)
  // While the disk is at work the thread hashes.
  await allSettled(file.sync(), checkReadBack(key, file, source))
}

/** Waits for all, also when one fails; then throws what that one threw. */
async function allSettled(...works: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(works)
  await Promise.all(works)
}

async function checkReadBack(key: string, file: FileHandle, source: ObjectSource): Promise<void> {
  const found = await measureHandle(file)
  if (found.sha256 === source.fixity.sha256 && found.bytes === source.fixity.bytes) return
  throw new ArchiveError({
    code: 'FIXITY_STORE_DIFFERS',
    file: key,
    expected: source.fixity.sha256,
    found: found.sha256,
  })
}

/** Gives the file its name unless that name is taken; the file system decides between two writers. */
export async function linkOnce(passing: string, path: string): Promise<boolean> {
  try {
    await link(passing, path)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false
    throw error
  }
}
