import { createHash } from 'node:crypto'
import type { Fixity } from '#archive-schema/fixity.ts'

/** Digest algorithms that every byte of a record is held to: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905). */
export const digestAlgorithms = ['sha256', 'sm3'] as const
export type DigestAlgorithm = (typeof digestAlgorithms)[number]

/** 数字摘要 of bytes in memory, lower-case hexadecimal. */
export function digestHex(algorithm: DigestAlgorithm, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

/** Size and both digests of bytes in memory. */
export function measureBytes(bytes: Uint8Array): Fixity {
  return { bytes: bytes.length, sha256: digestHex('sha256', bytes), sm3: digestHex('sm3', bytes) }
}

/** Size and both digests of a stream; holds one chunk at a time. */
export async function measureStream(chunks: AsyncIterable<Uint8Array>): Promise<Fixity> {
  const sha256 = createHash('sha256')
  const sm3 = createHash('sm3')
  let bytes = 0
  for await (const chunk of chunks) {
    sha256.update(chunk)
    sm3.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') }
}
