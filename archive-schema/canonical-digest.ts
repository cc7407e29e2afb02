import canonicalize from 'canonicalize'
import { digestHex } from './evidence/digest.ts'

/**
 * SHA-256 of a JSON value in its canonical form (RFC 8785): the same value has the same digest, in whatever order a file or a
 * database holds its members.
 */
export function canonicalDigest(value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('this value has no form in JSON')
  return digestHex('sha256', text)
}
