import type { ContentReader } from '#archive-schema/content-reader.ts'

/** Files up to this size are read once and whole. */
const wholeBytes = 2 * 2 ** 20
/** How much is read around a place in a larger file. */
const windowBytes = 128 * 2 ** 10

/**
 * Random access to a content file with one part of it kept in memory, so that many small reads cost one read of the
 * file. What `read` returns must not be changed.
 */
export class ContentWindow implements ContentReader {
  readonly bytes: number
  readonly #reader: ContentReader
  #start = 0
  #held: Buffer = Buffer.alloc(0)

  constructor(reader: ContentReader) {
    this.#reader = reader
    this.bytes = reader.bytes
  }

  /** Fewer than `length` bytes only at the end of the file. */
  async read(start: number, length: number): Promise<Buffer> {
    const end = Math.min(start + length, this.bytes)
    if (start >= end) return Buffer.alloc(0)
    if (start < this.#start || end > this.#start + this.#held.length) await this.#load(start, end - start)
    return this.#held.subarray(start - this.#start, end - this.#start)
  }

  /** A part that is held comes in one piece, without another read. */
  async *stream(start = 0, end = this.bytes): AsyncIterable<Uint8Array> {
    const isHeld = start < end && start >= this.#start && end <= this.#start + this.#held.length
    if (isHeld) yield this.#held.subarray(start - this.#start, end - this.#start)
    else yield* this.#reader.stream(start, end)
  }

  async #load(start: number, length: number): Promise<void> {
    const whole = this.bytes <= wholeBytes
    const from = whole ? 0 : start
    const bytes = await this.#reader.read(from, whole ? this.bytes : Math.max(length, windowBytes))
    this.#held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#start = from
  }
}
