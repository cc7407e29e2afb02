import { open } from 'node:fs/promises'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { handleChunks, readAt } from './read-chunks.ts'

/** A reader that holds a file open. Whoever opens it closes it. */
export type FileReader = ContentReader & { close(): Promise<void> }

/**
 * Opens a file for random access; several reads may run at once. The size is that at opening.
 * Errors of the file system are passed on as they are.
 */
export async function fileReader(path: string): Promise<FileReader> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return {
      bytes: size,
      read: (start, length) => readAt(handle, start, Math.min(length, size - start)),
      stream: (start = 0, end = size) => handleChunks(handle, { start, end: Math.min(end, size) }),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}
