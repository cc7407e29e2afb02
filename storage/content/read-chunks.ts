import { type FileHandle, open } from 'node:fs/promises'

/** From `start` (inclusive) to `end` (exclusive). */
type Part = { readonly start: number; readonly end: number }

const chunkBytes = 1 << 20

/**
 * A file, or a part of it, as a stream of chunks: large ones, so that hashing and not system calls cost the time, and none
 * larger than what is left, because most files are small and fresh memory is dear.
 */
export async function* readChunks(path: string, part?: Part, flags: number | string = 'r'): AsyncGenerator<Buffer> {
  if (part !== undefined && part.start >= part.end) return
  const handle = await open(path, flags)
  try {
    yield* handleChunks(handle, part ?? { start: 0, end: (await handle.stat()).size })
  } finally {
    await handle.close()
  }
}

/** The same of an open file, which stays open. Ends early where the file does. */
export async function* handleChunks(handle: FileHandle, { start, end }: Part): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - at))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}
