import { createHash } from 'node:crypto'
import { verifyChain } from '#archive-schema/evidence/certificate-chain.ts'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { isOctets, readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { algorithmOf } from '#archive-schema/signatures/algorithms.ts'
import { verifyValue } from '#archive-schema/signatures/verify-value.ts'
import { imprintOf, isSameImprint, type MessageImprint, readDigestIdentifier } from './message-imprint.ts'
import { readToken, type TimeStampToken } from './read-token.ts'

/** Whose time stamps are believed. */
export type TimeStampTrust = {
  readonly roots: readonly Certificate[]
  /** SHA-256 of the DER of each accepted authority's certificate, lower-case hexadecimal. */
  readonly authorities: readonly string[]
}

/** 可信时间: what a token that verified proves: the bytes were there at `at`. */
export type StampedTime = {
  readonly at: Date
  /** When the first certificate of the authority's chain ends: the token must be renewed before. */
  readonly validUntil: Date
  /** Subject of the authority's certificate, for people. */
  readonly authority: string
  /** SHA-256 of it. */
  readonly certificate: string
  readonly policy: string
}

/** Verifies a token over the bytes `stamped`, as `verifyTokenOver` does. */
export async function verifyToken(bytes: Uint8Array, stamped: Uint8Array, trust: TimeStampTrust): Promise<StampedTime> {
  const token = readToken(bytes)
  return verifyTokenOver(token, imprintOf(token.info.imprint.hash, stamped), trust)
}

/**
 * Verifies a token over `imprint`: its signature by an authority that is pinned and made for time stamps alone, and the
 * chain of that to a root at the time that the token says. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`.
 */
export async function verifyTokenOver(
  token: TimeStampToken,
  imprint: MessageImprint,
  { roots, authorities }: TimeStampTrust,
): Promise<StampedTime> {
  const { info, signer } = token
  demandOfSignature(isSameImprint(info.imprint, imprint), 'other bytes are stamped')
  verifyAttributes(token)
  const certificates = token.certificates.map((der) => readCertificate(der))
  const own = signerCertificate(token, certificates)
  demandOfSignature(authorities.includes(own.sha256), `${own.name} is not one of the trusted time-stamp authorities`)
  demandPurpose(own)
  const algorithm = algorithmOf(signer.signatureAlgorithm, signer.digestAlgorithm)
  await verifyValue(algorithm, own.publicKey, () => [signer.attributeBytes], signer.signature)
  const { chain, root } = orderChain(own, certificates, roots)
  verifyChain(chain, root, info.at)
  const validUntil = new Date(Math.min(...[...chain, root].map(({ notAfter }) => notAfter.getTime())))
  return { at: info.at, validUntil, authority: own.name, certificate: own.sha256, policy: info.policy }
}

function verifyAttributes({ content, signer: { attributes, digestAlgorithm } }: TimeStampToken): void {
  for (const [type, values] of attributes)
    demandOfSignature(values.length === 1, `attribute ${type} has several values`)
  const contentType = readObjectIdentifier(attributes.get(oids.contentType)?.[0], 'contentType')
  demandOfSignature(contentType === oids.timeStampInfo, `the signed content type is ${contentType}`)
  const digest = readOctets(attributes.get(oids.messageDigest)?.[0], 'messageDigest')
  const { digest: hash } = algorithmOf(oids.rsaEncryption, digestAlgorithm)
  demandOfSignature(digest.equals(createHash(hash).update(content).digest()), 'other content is signed')
}

/** The certificate that the token names twice: by issuer and serial, and by its digest (RFC 5816). */
function signerCertificate({ signer }: TimeStampToken, certificates: readonly Certificate[]): Certificate {
  const { issuer, serial } = signer.id
  const own = certificates.find((one) => one.issuer.equals(issuer) && one.serial.equals(serial))
  demandOfSignature(own !== undefined, "the authority's certificate did not come along")
  const attribute = signer.attributes.get(oids.signingCertificateV2)?.[0]
  demandSupported(attribute !== undefined, 'the token names its certificate by SHA-1 or not at all')
  const [identifiers] = readSequence(attribute, 'signing-certificate-v2')
  const [first, second] = readSequence(readSequence(identifiers, 'signing-certificate-v2')[0], 'ESSCertIDv2')
  const hash = isOctets(first) ? 'sha256' : readDigestIdentifier(first, 'ESSCertIDv2')
  const named = readOctets(isOctets(first) ? first : second, 'certificate hash')
  const isNamed = named.equals(createHash(hash).update(own.der).digest())
  demandOfSignature(isNamed, 'signing-certificate-v2 names another certificate')
  return own
}

function demandPurpose({ name, purposes }: Certificate): void {
  const isAlone = purposes?.oids.length === 1 && purposes.oids[0] === oids.timeStamping
  demandOfSignature(isAlone && purposes.isCritical, `the certificate of ${name} is not for time stamps alone`)
}

/** The certificates that came along from the authority's up to below a root; one that is no part of it is refused. */
function orderChain(own: Certificate, certificates: readonly Certificate[], roots: readonly Certificate[]) {
  const isRoot = (one: Certificate) => roots.some(({ sha256 }) => sha256 === one.sha256)
  const chain = [own]
  let issuer = issuerOf(own, certificates)
  // Authorities that certify each other would make a chain without an end.
  while (issuer !== undefined && chain.length < certificates.length && !isRoot(issuer)) {
    chain.push(issuer)
    issuer = issuerOf(issuer, certificates)
  }
  const top = chain.at(-1)
  const root = roots.find(({ subject }) => top?.issuer.equals(subject))
  demandOfSignature(root !== undefined, `no trusted root issued the certificate of ${top?.name}`)
  const known = new Set([...chain, root].map(({ sha256 }) => sha256))
  const stranger = certificates.find(({ sha256 }) => !known.has(sha256))
  demandOfSignature(stranger === undefined, `the certificate of ${stranger?.name} is no part of the chain`)
  return { chain, root }
}

function issuerOf(issued: Certificate, certificates: readonly Certificate[]): Certificate | undefined {
  return certificates.find(({ subject, sha256 }) => subject.equals(issued.issuer) && sha256 !== issued.sha256)
}
