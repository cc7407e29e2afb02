import { statfs } from 'node:fs/promises'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** 可用空间: bytes that may still be written to the file system of a folder; `undefined` of a folder that is away. */
export async function freeSpace(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EIO', 'ESTALE')) return undefined
    throw error
  }
}
