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
    const chunk = await readAt(handle, at, Math.min(chunkBytes, end - at))
    if (chunk.length === 0) return
    yield chunk
    at += chunk.length
  }
}

/** `length` bytes of an open file from `start`; fewer only at its end, though one call of the system may return less. */
export async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  return length <= 0 ? Buffer.alloc(0) : readInto(handle, start, Buffer.allocUnsafe(length))
}

/** The same into a buffer that the caller has: its filled part. */
export async function readInto(handle: FileHandle, start: number, buffer: Buffer): Promise<Buffer> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
