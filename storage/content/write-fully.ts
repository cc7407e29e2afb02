import type { FileHandle } from 'node:fs/promises'

/** Writes all of a chunk: one call of the system may write less than it was given. */
export async function writeFully(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, at)
    at += bytesWritten
  }
}
