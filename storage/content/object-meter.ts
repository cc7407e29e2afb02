import { createHash } from 'node:crypto'
import type { ObjectFixity } from '#archive-schema/fixity.ts'

/** Computes SHA-256 of bytes that pass by, and counts them. */
export class ObjectMeter {
  readonly #sha256 = createHash('sha256')
  #bytes = 0

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk)
    this.#bytes += chunk.length
  }

  /** What has passed by. The meter cannot be used afterwards. */
  finish(): ObjectFixity {
    return { bytes: this.#bytes, sha256: this.#sha256.digest('hex') }
  }
}

/** What a stream of bytes is known by: the read-back of an object. */
export async function measureObject(stream: AsyncIterable<Uint8Array>): Promise<ObjectFixity> {
  const meter = new ObjectMeter()
  for await (const chunk of stream) meter.update(chunk)
  return meter.finish()
}
