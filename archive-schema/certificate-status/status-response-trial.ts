import type { Buffer } from 'node:buffer'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import {
  algorithmIdentifier,
  bitString,
  booleanTrue,
  context,
  contextOctets,
  type Der,
  decodeDer,
  encodeDer,
  enumerated,
  generalizedTime,
  objectIdentifier,
  octetString,
  sequence,
  smallInteger,
} from '../evidence/der.ts'
import { certificateSignatureOf, oids } from '../evidence/oids.ts'
import { signerOf, type TestParty } from '../evidence/test-party.ts'
import { certificateId } from './status-request.ts'

/** What a test wants of an answer; the rest is ordinary. */
export type StatusWishes = {
  readonly responseStatus?: Der
  /** What stands before the responder: nothing, as v1 demands. */
  readonly version?: Der
  readonly producedAt?: Date
  readonly thisUpdate?: Der
  readonly nextUpdate?: Date
  readonly status?: Der
  /** The same status once more. */
  readonly twice?: boolean
  /** In the place of the extensions of the one status, and beside the nonce. */
  readonly single?: readonly Der[]
  readonly extensions?: readonly Der[]
  readonly certificates?: readonly Uint8Array[]
}

const good = contextOctets(0, new Uint8Array())

/** DER of an answer of OCSP (RFC 6960 4.2) about a certificate of `issuer`, signed by `responder`, for tests only. */
export async function makeStatusResponse(
  question: { readonly certificate: Uint8Array; readonly issuer: TestParty; readonly nonce: Buffer; readonly at: Date },
  responder: TestParty,
  wishes: StatusWishes = {},
): Promise<Buffer> {
  const content = responseData(question, responder, wishes)
  const { algorithm, sign } = signerOf(responder)
  const certificates = (wishes.certificates ?? []).map((der) => decodeDer(der, 16_384, 'a certificate'))
  const basic = sequence(
    content,
    algorithmIdentifier(certificateSignatureOf[algorithm]),
    bitString(await sign(encodeDer(content))),
    ...(certificates.length === 0 ? [] : [context(0, sequence(...certificates))]),
  )
  const body = sequence(objectIdentifier(oids.ocspBasic), octetString(encodeDer(basic)))
  return encodeDer(sequence(wishes.responseStatus ?? enumerated(0), context(0, body)))
}

function responseData(
  { certificate, issuer, nonce, at }: Parameters<typeof makeStatusResponse>[0],
  responder: TestParty,
  { version, producedAt = at, thisUpdate = generalizedTime(at), nextUpdate, ...wishes }: StatusWishes,
): Der {
  const single = sequence(
    certificateId(readCertificate(certificate), readCertificate(issuer.certificate)),
    wishes.status ?? good,
    thisUpdate,
    context(0, generalizedTime(nextUpdate ?? new Date(at.getTime() + 3_600_000))),
    ...(wishes.single === undefined ? [] : [context(1, sequence(...wishes.single))]),
  )
  return sequence(
    ...(version === undefined ? [] : [context(0, version)]),
    context(1, decodeDer(readCertificate(responder.certificate).subject, 4096, 'a name')),
    generalizedTime(producedAt),
    sequence(single, ...(wishes.twice === true ? [single] : [])),
    context(1, sequence(nonceExtension(nonce), ...(wishes.extensions ?? []))),
  )
}

/** The extension that brings a nonce back. */
export function nonceExtension(nonce: Uint8Array): Der {
  return sequence(objectIdentifier(oids.ocspNonce), octetString(encodeDer(octetString(nonce))))
}

/** An extension that nobody understands. */
export function unknownExtension(isCritical: boolean): Der {
  const value = octetString(encodeDer(smallInteger(1)))
  return sequence(objectIdentifier('1.2.3.4'), ...(isCritical ? [booleanTrue()] : []), value)
}
