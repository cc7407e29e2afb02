import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'

/** Bytes of a hash in a tree, with SHA-256 and with SM3. */
export const hashBytes = 32

/** Root of a tree without entries (RFC 6962, 2.1): the hash of nothing. */
export function emptyRoot(algorithm: DigestAlgorithm): Buffer {
  return hash(algorithm, Buffer.of(), 'buffer')
}

/** Hash of an entry (RFC 6962, 2.1): over 0x00 and its bytes, so that no node can be taken for one. */
export function leafHash(algorithm: DigestAlgorithm, entry: Uint8Array): Buffer {
  return hash(algorithm, Buffer.concat([Buffer.of(0), entry]), 'buffer')
}

// Used again and again: a tree has as many nodes as leaves, and hashing one costs no more than making room for it.
const node = Buffer.alloc(1 + 2 * hashBytes, 1)

/** Hash of two neighbours (RFC 6962, 2.1): over 0x01 and both. */
export function nodeHash(algorithm: DigestAlgorithm, left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1)
  node.set(right, 1 + hashBytes)
  return hash(algorithm, node, 'buffer')
}

/** Hash of a range of leaves from the hashes of its full subtrees, left to right; of none: the empty root. */
export function joinSubtrees(algorithm: DigestAlgorithm, hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1) ?? emptyRoot(algorithm)
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(algorithm, left, right), last)
}
