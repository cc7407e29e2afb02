import type { Buffer } from 'node:buffer'
import {
  algorithmIdentifier,
  bitString,
  booleanTrue,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  smallInteger,
  time,
} from './der.ts'
import { certificateSignatureOf, oids } from './oids.ts'
import { readCertificate } from './read-certificate.ts'
import { signerOf, type TestParty } from './test-party.ts'

/** What a test wants of a list; the rest is ordinary. */
export type RevocationListWishes = {
  /** Serial numbers. */
  readonly revoked?: readonly Uint8Array[]
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date
  /** 1 says version 2. */
  readonly version?: number
  /** With a critical extension that nobody understands. */
  readonly critical?: boolean
  readonly criticalEntry?: boolean
  /** Value of the reason of every entry. */
  readonly reason?: Der
  /** Algorithm that is named outside the signed part. */
  readonly outerOid?: string
}

const crlNumber = '2.5.29.20'

/** DER of a revocation list (RFC 5280 5) by an authority, for tests only. */
export async function makeRevocationList(authority: TestParty, wishes: RevocationListWishes = {}): Promise<Buffer> {
  const { thisUpdate = new Date('2020-01-01'), nextUpdate = new Date('2040-01-01'), version = 1, revoked = [] } = wishes
  const { algorithm, sign } = signerOf(authority)
  const identifier = certificateSignatureOf[algorithm]
  const issuer = decodeDer(readCertificate(authority.certificate).subject, 4096, 'a name')
  const entries = revoked.map((serial) => sequence(integer(serial), time(thisUpdate), ...entryExtensions(wishes)))
  const number = sequence(objectIdentifier(crlNumber), octetString(encodeDer(smallInteger(1))))
  const content = sequence(
    smallInteger(version),
    algorithmIdentifier(identifier),
    issuer,
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    context(0, sequence(number, ...(wishes.critical === true ? [critical()] : []))),
  )
  const { oid, parameters } = identifier
  const outer = algorithmIdentifier({ oid: wishes.outerOid ?? oid, parameters })
  return encodeDer(sequence(content, outer, bitString(await sign(encodeDer(content)))))
}

function entryExtensions({ criticalEntry, reason }: RevocationListWishes): readonly Der[] {
  const extensions = [
    ...(criticalEntry === true ? [critical()] : []),
    ...(reason === undefined
      ? []
      : [sequence(objectIdentifier(oids.revocationReason), octetString(encodeDer(reason)))]),
  ]
  return extensions.length === 0 ? [] : [sequence(...extensions)]
}

function critical(): Der {
  return sequence(objectIdentifier('1.2.3.4'), booleanTrue(), octetString(encodeDer(smallInteger(1))))
}
