import { unlink } from 'node:fs/promises'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** Takes a file its name, by one call of the system where `rm` needs more; no error if nothing has that name. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error
  }
}
