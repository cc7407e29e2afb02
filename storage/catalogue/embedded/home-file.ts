import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/**
 * Makes an empty file that only its owner reads, unless it is there. A file that root makes in the folder of an
 * ordinary user is given to that user, who could not go on without root otherwise.
 */
export async function ensureHomeFile(path: string): Promise<void> {
  try {
    const file = await createFile(path)
    await file.close()
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error
  }
}

/** Opens a file made by `ensureHomeFile` for appending. A link planted in its place is refused, root may be writing. */
export function appendToHomeFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW)
}

/** Writes a file that only its owner reads: either the old content is there or the whole new one. */
export async function replaceHomeFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`
  await rm(fresh, { force: true })
  const file = await createFile(fresh)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
}

async function createFile(path: string): Promise<FileHandle> {
  const file = await open(path, 'ax', 0o600)
  const home = await stat(dirname(path))
  if (process.getuid?.() === 0 && home.uid !== 0) await file.chown(home.uid, home.gid)
  return file
}
