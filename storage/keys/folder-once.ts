import { mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The files of a folder by name. */
export type FolderContent = ReadonlyMap<string, string>

/**
 * Makes `folder` with the files that `content` gives, unless it is there. Of several processes that try at once one wins
 * and the others keep what it made; after a crash the folder is there whole or not at all. Readable by the owner only.
 */
export async function makeFolderOnce(folder: string, content: () => Promise<FolderContent>): Promise<void> {
  if (await exists(folder)) return
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(dirname(folder), '.draft-'))
  try {
    for (const [name, text] of await content()) await writeDurably(join(draft, name), text)
    await syncFolder(draft)
    await renameUnlessThere(draft, folder)
    await syncFolder(dirname(folder))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function renameUnlessThere(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder)
  } catch (error) {
    // A folder that holds files is never replaced by rename: another process was first, and its files are as good.
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
