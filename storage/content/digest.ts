import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Digests, Fixity } from '#archive-schema/fixity.ts'

/** Computes SHA-256 and SM3 of bytes that pass by, and counts them. */
export class FixityMeter {
  readonly #sha256 = createHash('sha256')
  readonly #sm3 = createHash('sm3')
  #bytes = 0

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk)
    this.#sm3.update(chunk)
    this.#bytes += chunk.length
  }

  /** What has passed by. The meter cannot be used afterwards. */
  finish(): Fixity {
    return { bytes: this.#bytes, sha256: this.#sha256.digest('hex'), sm3: this.#sm3.digest('hex') }
  }
}

/** Fixity of bytes in memory. */
export function fixityOf(bytes: Uint8Array): Fixity {
  const meter = new FixityMeter()
  meter.update(bytes)
  return meter.finish()
}

/** Fixity of a stream of bytes. */
export async function fixityOfStream(stream: AsyncIterable<Uint8Array>): Promise<Fixity> {
  const meter = new FixityMeter()
  for await (const chunk of stream) meter.update(chunk)
  return meter.finish()
}

/** SHA-256 and number of bytes of a stream: the cheap half of a read-back, SM3 costs four times as much. */
export async function sha256OfStream(
  stream: AsyncIterable<Uint8Array>,
): Promise<Omit<Fixity, keyof Digests> & { sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** A file as a stream of chunks large enough that hashing, not system calls, costs the time. */
export function readChunks(
  path: string,
  range: { start: number; end: number } | undefined = undefined,
): AsyncIterable<Buffer> {
  if (range !== undefined && range.start >= range.end) return emptyStream()
  const limits = range === undefined ? {} : { start: range.start, end: range.end - 1 }
  return createReadStream(path, { ...limits, highWaterMark: 1 << 20 })
}

async function* emptyStream(): AsyncGenerator<Buffer> {}
