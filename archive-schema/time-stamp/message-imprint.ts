import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { algorithmIdentifier, type Der, octetString, sequence } from '#archive-schema/evidence/der.ts'
import { equalDer, readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { type ContentDigest, digestOf, digestOid } from '#archive-schema/signatures/algorithms.ts'

/** 消息印迹 (MessageImprint, RFC 3161 2.4.1): all that a time-stamp authority learns of what it stamps. */
export type MessageImprint = { readonly hash: ContentDigest; readonly digest: Buffer }

/** The imprint of bytes. */
export function imprintOf(hash: ContentDigest, ...stamped: readonly Uint8Array[]): MessageImprint {
  return { hash, digest: hashBytes(hash, ...stamped) }
}

/** Digest of bytes one after another. */
export function hashBytes(hash: ContentDigest, ...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash(hash)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** Whether two imprints are one. */
export function isSameImprint(one: MessageImprint, other: MessageImprint): boolean {
  return one.hash === other.hash && one.digest.equals(other.digest)
}

/** AlgorithmIdentifier of a digest, without parameters (RFC 5754 2). */
export function digestIdentifier(hash: ContentDigest): Der {
  return algorithmIdentifier({ oid: digestOid(hash), parameters: 'absent' })
}

/** The digest of an AlgorithmIdentifier, its parameters absent or NULL. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`. */
export function readDigestIdentifier(value: Der | undefined, what: string): ContentDigest {
  const hash = digestOf(readObjectIdentifier(readSequence(value, what)[0], what))
  const spellings = [digestIdentifier(hash), algorithmIdentifier({ oid: digestOid(hash), parameters: 'null' })]
  demandOfSignature(
    spellings.some((spelling) => equalDer(value, spelling)),
    `${what} has parameters that no digest has`,
  )
  return hash
}

export function formatImprint({ hash, digest }: MessageImprint): Der {
  return sequence(digestIdentifier(hash), octetString(digest))
}

/** Throws `SIGNATURE_INVALID`, also for a digest of another length; `SIGNATURE_UNSUPPORTED`. */
export function readImprint(value: Der | undefined): MessageImprint {
  const [algorithm, octets] = readSequence(value, 'messageImprint', 2)
  const hash = readDigestIdentifier(algorithm, 'the digest of messageImprint')
  const digest = readOctets(octets, 'messageImprint')
  demandOfSignature(digest.length === hashBytes(hash).length, 'messageImprint is of another length than its digest')
  return { hash, digest }
}
