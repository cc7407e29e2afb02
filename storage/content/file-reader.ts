import { open } from 'node:fs/promises'
import { bytesReader, type ContentReader } from '#archive-schema/content-reader.ts'
import { handleChunks, readAt } from './read-chunks.ts'

/** A reader that holds a file open. Whoever opens it closes it. */
export type FileReader = ContentReader & { close(): Promise<void> }

/** A file of up to this size is read once and kept: most are small, are read in many places, and each read is a system call. */
const wholeBytes = 1 << 20

/**
 * Opens a file for random access; several reads may run at once. The size is that at opening.
 * Errors of the file system are passed on as they are.
 */
export async function fileReader(path: string): Promise<FileReader> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    if (size <= wholeBytes) {
      const content = await readAt(handle, 0, size)
      await handle.close()
      return heldReader(content)
    }
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

/** A reader over what was read; like any other, it reads nothing after it is closed. */
function heldReader(content: Uint8Array): FileReader {
  let held: ContentReader | undefined = bytesReader(content)
  const open = () => {
    if (held === undefined) throw new Error('the file is closed')
    return held
  }
  return {
    bytes: content.length,
    read: async (start, length) => open().read(start, length),
    stream: (start, end) => open().stream(start, end),
    async close() {
      held = undefined
    },
  }
}
