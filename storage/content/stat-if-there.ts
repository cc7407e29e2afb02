import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** What the file system says of `path`; `undefined` if nothing has that name. Any other error is passed on as it is. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return undefined
    throw error
  }
}
