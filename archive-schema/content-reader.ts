/** Random access to the bytes of one content file, wherever they lie: staging, package, memory. */
export interface ContentReader {
  /** Number of bytes. */
  readonly bytes: number
  /** Reads at most `length` bytes from `start`; fewer only at the end of the file. */
  read(start: number, length: number): Promise<Uint8Array>
  /** Streams the bytes from `start` (inclusive, default 0) to `end` (exclusive, default all). */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>
}

/** A reader over a part of what another one reads. */
export function partReader(whole: ContentReader, offset: number, bytes: number): ContentReader {
  const within = (position: number) => offset + Math.max(0, Math.min(position, bytes))
  return {
    bytes,
    read: (start, length) => whole.read(within(start), within(start + length) - within(start)),
    stream: (start = 0, end = bytes) => whole.stream(within(start), within(end)),
  }
}

/** All bytes of a stream; for what is known to be small. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A reader over bytes in memory. */
export function bytesReader(content: Uint8Array): ContentReader {
  return {
    bytes: content.length,
    read: async (start, length) => content.subarray(start, start + length),
    async *stream(start = 0, end = content.length) {
      yield content.subarray(start, end)
    },
  }
}
