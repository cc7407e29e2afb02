import { Readable } from 'node:stream'
import { RandomAccessReader } from 'yauzl'
import type { ContentReader } from '#archive-schema/content-reader.ts'

/** Bytes fetched at once: a read of a remote store costs time by the call, and headers are small and lie together. */
const windowBytes = 4096

/** What yauzl reads a container through: few, short reads of a `ContentReader`. */
export class RandomAccess extends RandomAccessReader {
  readonly #container: ContentReader
  #window: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) }
  #failure: { readonly error: unknown } | undefined

  constructor(container: ContentReader) {
    super()
    this.#container = container
  }

  /** Throws what the container itself failed with, if it did: that is no fault of the package. */
  rethrowFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fetch(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset)
        callback(bytes.length < length ? new Error('unexpected end of file') : null)
      },
      (error: unknown) => {
        this.#failure = { error }
        callback(new Error('the container cannot be read', { cause: error }))
      },
    )
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#container.stream(start, end))
  }

  async #fetch(position: number, length: number): Promise<Uint8Array> {
    if (position + length > this.#container.bytes) return new Uint8Array(0)
    const within = position - this.#window.start
    if (within < 0 || within + length > this.#window.bytes.length) {
      this.#window = { start: position, bytes: await this.#container.read(position, Math.max(length, windowBytes)) }
      return this.#window.bytes.subarray(0, length)
    }
    return this.#window.bytes.subarray(within, within + length)
  }
}
