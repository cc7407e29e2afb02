import type { Buffer } from 'node:buffer'
import { demandOfSignature } from './demand.ts'
import { type Der, decodeDer, encodeDer } from './der.ts'
import { oids } from './oids.ts'
import {
  equalDer,
  isContext,
  readBits,
  readContext,
  readInteger,
  readObjectIdentifier,
  readSequence,
  readTime,
} from './read-der.ts'
import { type Extension, readExtensions } from './read-extensions.ts'
import { readRevocationReason } from './revocation-reason.ts'

/** 证书撤销列表 (CRL, RFC 5280 5) as far as a signer's fitness asks. Nothing of it is believed before it is verified. */
export type RevocationList = {
  readonly issuer: Buffer
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Serial numbers of the revoked certificates, hexadecimal. */
  readonly revoked: ReadonlySet<string>
  /** The signed bytes, the object identifier of the algorithm, and the signature over them. */
  readonly content: Buffer
  readonly signatureAlgorithm: string
  readonly signature: Buffer
}

const maxListBytes = 4 * 1024 * 1024
const understood: ReadonlySet<string> = new Set([oids.revocationReason])

/**
 * Reads one list, version 2, in DER. Throws `SIGNATURE_INVALID`, also for critical extensions, which say that the list is
 * about some certificates of the issuer only, or about those of others.
 */
export function readRevocationList(der: Uint8Array): RevocationList {
  const [content, outerAlgorithm, signature] = readSequence(
    decodeDer(der, maxListBytes, 'a revocation list'),
    'revocation list',
    3,
  )
  const [version, algorithm, issuer, thisUpdate, nextUpdate, ...rest] = readSequence(content, 'revocation list content')
  const isVersion2 = readInteger(version, 'version of a revocation list').equals(Uint8Array.of(1))
  demandOfSignature(isVersion2, 'a revocation list is not v2')
  demandOfSignature(content !== undefined && issuer !== undefined && algorithm !== undefined, 'a list is cut off')
  demandOfSignature(equalDer(outerAlgorithm, algorithm), 'a revocation list names two signature algorithms')
  const extensions = isContext(rest.at(-1), 0) ? rest.pop() : undefined
  demandOfSignature(rest.length <= 1, 'a revocation list has another form')
  if (extensions !== undefined)
    readExtensions(readContext(extensions, 0, 'extensions of a list', 1)[0], 'a revocation list', new Set())
  return {
    issuer: encodeDer(issuer),
    thisUpdate: readTime(thisUpdate, 'thisUpdate'),
    nextUpdate: readTime(nextUpdate, 'nextUpdate'),
    revoked: new Set(rest.flatMap((list) => readSequence(list, 'revoked certificates').map(readRevoked))),
    content: encodeDer(content),
    signatureAlgorithm: readObjectIdentifier(readSequence(algorithm, 'signature algorithm')[0], 'signature algorithm'),
    signature: readBits(signature, 'signature of a revocation list'),
  }
}

function readRevoked(entry: Der): string {
  const [serial, date, extensions, ...more] = readSequence(entry, 'revoked certificate')
  demandOfSignature(more.length === 0, 'a revoked certificate has another form')
  readTime(date, 'the time of a revocation')
  if (extensions !== undefined) demandReason(readExtensions(extensions, 'a revoked certificate', understood))
  return readInteger(serial, 'serial of a revoked certificate').toString('hex')
}

function demandReason(extensions: ReadonlyMap<string, Extension>): void {
  const reason = extensions.get(oids.revocationReason)
  if (reason !== undefined) readRevocationReason(decodeDer(reason.content, maxListBytes, 'the reason of a revocation'))
}
