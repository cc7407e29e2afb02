import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'

// One for all files: fresh memory for every chunk costs more than a digest of it.
const buffer = Buffer.allocUnsafe(1 << 20)

/**
 * Size and digests of a file. It holds its thread until it is done: for threads that do nothing else. Throws what the file system
 * says.
 */
export function measureFile(path: string, sm3: boolean): ObjectFixity | Fixity {
  const hashes = { sha256: createHash('sha256'), ...(sm3 ? { sm3: createHash('sm3') } : {}) }
  const bytes = readThrough(path, Object.values(hashes))
  const digests = Object.entries(hashes).map(([name, hash]) => [name as DigestAlgorithm, hash.digest('hex')])
  return { bytes, ...Object.fromEntries(digests) } as ObjectFixity | Fixity
}

function readThrough(path: string, hashes: readonly Hash[]): number {
  const file = openSync(path, 'r')
  try {
    let bytes = 0
    for (;;) {
      const length = readSync(file, buffer, 0, buffer.length, null)
      if (length === 0) return bytes
      bytes += length
      for (const hash of hashes) hash.update(buffer.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
}
