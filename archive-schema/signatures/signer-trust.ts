import { attempt } from '#archive-schema/attempt.ts'
import { decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { readBits, readObjectIdentifier, readSequence } from '#archive-schema/evidence/read-der.ts'
import { algorithmOf } from './algorithms.ts'
import { verifyCertificateValidity } from './certificate-validity.ts'
import type { SignerTrust } from './verdict.ts'
import { verifyValue } from './verify-value.ts'

/** 信任锚: certificates of the authorities that are believed. None configured is an honest state and says so. */
export type TrustAnchors = readonly Certificate[]

const maxAuthorities = 8
const maxCertificateBytes = 16 * 1024

/**
 * Whether a chain of the certificates that came along leads from the signer to an anchor, each issued by the next with an
 * accepted algorithm, each issuer an authority, and all valid at `at`. Revocation is not asked for.
 */
export async function judgeTrust(
  signer: Certificate,
  candidates: readonly Certificate[],
  anchors: TrustAnchors,
  at: Date | undefined,
): Promise<SignerTrust> {
  if (anchors.length === 0) return 'no-anchor'
  let current = signer
  for (let below = 0; below <= maxAuthorities; below++) {
    if (anchors.some(({ sha256 }) => sha256 === current.sha256)) return 'vouched'
    const issuer = await issuerOf(current, [...anchors, ...candidates], below, at)
    if (issuer === undefined) return 'not-vouched'
    current = issuer
  }
  return 'not-vouched'
}

async function issuerOf(
  issued: Certificate,
  candidates: readonly Certificate[],
  below: number,
  at: Date | undefined,
): Promise<Certificate | undefined> {
  for (const candidate of candidates) {
    const isAuthority = candidate.authority !== undefined && candidate.keyUsage?.certifies !== false
    const isNamed = candidate.subject.equals(issued.issuer) && candidate.sha256 !== issued.sha256
    if (!isAuthority || !isNamed || (candidate.authority?.pathLength ?? 0) < below) continue
    const link = await attempt(async () => {
      verifyCertificateValidity(candidate, at)
      await verifyIssued(issued, candidate)
    })
    if ('value' in link) return candidate
  }
  return undefined
}

/** The certificate is signed by the issuer's key, SM2 included. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`. */
async function verifyIssued(issued: Certificate, issuer: Certificate): Promise<void> {
  const [content, identifier, signature] = readSequence(
    decodeDer(issued.der, maxCertificateBytes, 'a certificate'),
    'certificate',
    3,
  )
  const oid = readObjectIdentifier(readSequence(identifier, 'signatureAlgorithm')[0], 'signatureAlgorithm')
  const signed = content === undefined ? [] : [encodeDer(content)]
  await verifyValue(algorithmOf(oid), issuer.publicKey, () => signed, readBits(signature, 'certificate signature'))
}
