import { createHash } from 'node:crypto'
import {
  algorithmIdentifier,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
  time,
} from './der.ts'
import { oids } from './oids.ts'
import { readCertificate } from './read-certificate.ts'
import { readContext } from './read-der.ts'
import { profilesOf, type SignatureProfile } from './signature-profiles.ts'
import type { Signer } from './signer.ts'

const maxCertificateBytes = 16 * 1024

/**
 * 电子签名: DER of a detached signature of `content` by `signer`, with its certificates, in the signer's profile: CAdES-B
 * (RFC 5652, ETSI EN 319 122-1), or the same over SM3 with SM2 (GB/T 35275). The result has not been verified: whoever
 * counts on it verifies it first.
 */
export async function signDetached(content: Uint8Array, signingTime: Date, signer: Signer): Promise<Uint8Array> {
  const { profile = profilesOf(signer.algorithm)[0] } = signer
  const [certificate, ...issuers] = signer.certificates
  if (certificate === undefined) throw new RangeError('a signer has at least its own certificate')
  const attributes = setOf(...signedAttributes(profile, content, certificate, signingTime))
  const signature = await signer.sign(encodeDer(attributes))
  const signedData = sequence(
    smallInteger(1),
    setOf(algorithmIdentifier(profile.digest)),
    sequence(objectIdentifier(profile.content)),
    context(0, ...[certificate, ...issuers].map((der) => decodeDer(der, maxCertificateBytes, 'a certificate'))),
    setOf(signerInfo(profile, certificate, attributes, signature)),
  )
  return encodeDer(sequence(objectIdentifier(profile.contentInfo), context(0, signedData)))
}

/** The signed attributes of CAdES-B; `profile.content` is the type of what is signed. */
export function signedAttributes(
  profile: SignatureProfile,
  content: Uint8Array,
  certificate: Uint8Array,
  signingTime: Date,
): readonly Der[] {
  const digest = (bytes: Uint8Array) => createHash(profile.hash).update(bytes).digest()
  const attribute = (oid: string, value: Der) => sequence(objectIdentifier(oid), setOf(value))
  // ESSCertIDv2 leaves its hash algorithm out where it is SHA-256, the default (RFC 5035 4).
  const hashAlgorithm = profile.hash === 'sha256' ? [] : [algorithmIdentifier(profile.digest)]
  const certificateId = sequence(...hashAlgorithm, octetString(digest(certificate)))
  return [
    attribute(oids.contentType, objectIdentifier(profile.content)),
    attribute(oids.signingTime, time(signingTime)),
    attribute(oids.messageDigest, octetString(digest(content))),
    attribute(oids.signingCertificateV2, sequence(sequence(certificateId))),
  ]
}

/** SignerInfo of the signer whose certificate this is; `attributes` is the SET that `signature` is over. */
export function signerInfo(
  profile: SignatureProfile,
  certificate: Uint8Array,
  attributes: Der,
  signature: Uint8Array,
): Der {
  const { issuer, serial } = readCertificate(certificate)
  return sequence(
    smallInteger(1),
    sequence(decodeDer(issuer, maxCertificateBytes, "the issuer's name"), integer(serial)),
    algorithmIdentifier(profile.digest),
    implicitSet(attributes),
    algorithmIdentifier(profile.signature),
    octetString(signature),
  )
}

/** The attributes are signed as a SET and stored as `[0] IMPLICIT` (RFC 5652 5.4). */
function implicitSet(attributes: Der): Der {
  const stored = encodeDer(attributes)
  stored[0] = 0xa0
  return context(0, ...readContext(decodeDer(stored, maxCertificateBytes, 'the attributes'), 0, 'the attributes'))
}
