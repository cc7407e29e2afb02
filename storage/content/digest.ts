import { createHash } from 'node:crypto'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'

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
export async function measureStream(stream: AsyncIterable<Uint8Array>): Promise<ObjectFixity> {
  const meter = new ObjectMeter()
  for await (const chunk of stream) meter.update(chunk)
  return meter.finish()
}
