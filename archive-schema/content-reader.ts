/** Random access to the bytes of one content file, wherever they lie: staging, package, memory. */
export interface ContentReader {
  /** Number of bytes. */
  readonly bytes: number
  /** Reads at most `length` bytes from `start`; fewer only at the end of the file. */
  read(start: number, length: number): Promise<Uint8Array>
  /** Streams the bytes from `start` (inclusive, default 0) to `end` (exclusive, default all). */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>
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
