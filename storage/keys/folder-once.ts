import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { statIfThere } from '../content/stat-if-there.ts'
import { syncPath } from '../content/sync-path.ts'

/** The files of a folder by name. */
export type FolderContent = ReadonlyMap<string, string>

/**
 * Makes `folder` with the files that `content` gives, unless it is there. Of several processes that try at once one wins
 * and the others keep what it made; after a crash the folder is there whole or not at all. Readable by the owner only.
 */
export async function makeFolderOnce(folder: string, content: () => Promise<FolderContent>): Promise<void> {
  if ((await statIfThere(folder)) !== undefined) return
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(dirname(folder), '.draft-'))
  try {
    for (const [name, text] of await content()) {
      await writeFile(join(draft, name), text, { flag: 'wx', mode: 0o600, flush: true })
    }
    await syncPath(draft)
    await renameUnlessThere(draft, folder)
    await syncPath(dirname(folder))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function renameUnlessThere(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder)
  } catch (error) {
    // A folder that holds files is never replaced by rename: another process was first, and its files are as good.
    if (!hasErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
  }
}
