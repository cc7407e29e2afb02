import { createHash } from 'node:crypto'
import type { Fixity } from '#archive-schema/fixity.ts'

/** Digest algorithms that every byte of a record is held to: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905). */
export const digestAlgorithms = ['sha256', 'sm3'] as const
export type DigestAlgorithm = (typeof digestAlgorithms)[number]

/** 数字摘要 of bytes in memory, or of text as UTF-8; lower-case hexadecimal. */
export function digestHex(algorithm: DigestAlgorithm, bytes: Uint8Array | string): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

/** Size and both digests of bytes in memory. */
export function measureBytes(bytes: Uint8Array): Fixity {
  return { bytes: bytes.length, sha256: digestHex('sha256', bytes), sm3: digestHex('sm3', bytes) }
}

/** Computes both digests of bytes that pass by, and counts them. */
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

/** Size and both digests of a stream; holds one chunk at a time. */
export async function measureStream(chunks: AsyncIterable<Uint8Array>): Promise<Fixity> {
  const meter = new FixityMeter()
  for await (const chunk of chunks) meter.update(chunk)
  return meter.finish()
}
