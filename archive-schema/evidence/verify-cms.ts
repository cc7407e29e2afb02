import { createHash } from 'node:crypto'
import { verifyChain } from './certificate-chain.ts'
import { demandOfSignature } from './demand.ts'
import { algorithmIdentifier, encodeDer } from './der.ts'
import { type Certificate, readCertificate, readPemCertificate } from './read-certificate.ts'
import { readSignedMessage, type SignedMessage } from './read-cms.ts'
import { demandSealingRole } from './sealing-role.ts'
import { signatureAlgorithmOf } from './signature-algorithm.ts'
import { profilesOf, type SignatureAlgorithm, type SignatureProfile } from './signature-profiles.ts'
import type { Trust } from './trust.ts'
import { isSignedBy } from './verify-signature-value.ts'

/** What a signature that verified says. */
export type VerifiedSignature = {
  readonly algorithm: SignatureAlgorithm
  /** Name of the profile in which it is written. */
  readonly profile: string
  /** The time that the signer claims. */
  readonly signingTime: Date
  /** Subject of the signer's certificate, for people. */
  readonly signer: string
  /** SHA-256 of the signer's certificate. */
  readonly certificate: string
}

/**
 * Verifies a detached CAdES-B signature: frame byte for byte as the profile of the signer's key demands, content, signer
 * among those trusted, signature, and chain to the trusted root at the instant `at`. Throws `SIGNATURE_INVALID`.
 */
export function verifyDetached(bytes: Uint8Array, content: Uint8Array, trust: Trust, at: Date): VerifiedSignature {
  const accepted = { algorithms: ['ecdsa-p256-sha256', 'rsa-pkcs1-sha256'], rootPem: trust.rootPem } as const
  return verifyAccepted(bytes, content, { ...accepted, ...trustOfSigners(trust) }, at)
}

/** The same for SM2 with SM3 in any of its profiles, up to the trusted SM2 root. Throws `SIGNATURE_INVALID`. */
export function verifySm2Detached(bytes: Uint8Array, content: Uint8Array, trust: Trust, at: Date): VerifiedSignature {
  const { sm2RootPem: rootPem } = trust
  demandOfSignature(rootPem !== undefined, 'no root authority for SM2 is trusted')
  return verifyAccepted(bytes, content, { algorithms: ['sm2-sm3'], rootPem, ...trustOfSigners(trust) }, at)
}

type Accepted = Pick<Trust, 'rootPem' | 'signers'> & {
  readonly algorithms: readonly SignatureAlgorithm[]
  /** PEM of a key that signs checkpoints, and nothing else. */
  readonly ledgerPem: string | undefined
}

function trustOfSigners({ signers, ledger }: Trust): Pick<Accepted, 'signers' | 'ledgerPem'> {
  return { signers, ledgerPem: ledger?.sm2Pem }
}

function verifyAccepted(bytes: Uint8Array, content: Uint8Array, accepted: Accepted, at: Date): VerifiedSignature {
  const message = readSignedMessage(bytes)
  const certificates = message.certificates.map(readCertificate)
  const [signer] = certificates
  demandOfSignature(signer !== undefined, 'the signature comes without its certificate')
  const algorithm = acceptedAlgorithmOf(signer, accepted.algorithms)
  const profile = profileOf(message, algorithm)
  verifyAttributes(message, profile, signer, content)
  demandOfSignature(accepted.signers.includes(signer.sha256), 'the signer is not one of the trusted signers')
  demandSealingRole(signer, accepted.ledgerPem)
  const isSigned = isSignedBy(algorithm, signer.publicKey, message.attributes.signedBytes, message.signature)
  demandOfSignature(isSigned, "the signature value is not of the signer's key")
  verifyChain(certificates, readPemCertificate(accepted.rootPem), at)
  return {
    algorithm,
    profile: profile.name,
    signingTime: message.attributes.signingTime,
    signer: signer.name,
    certificate: signer.sha256,
  }
}

const keyNames = {
  'ecdsa-p256-sha256': 'P-256',
  'rsa-pkcs1-sha256': 'RSA with 2048 to 8192 bits',
  'sm2-sm3': 'SM2',
} as const satisfies { [algorithm in SignatureAlgorithm]: string }

function acceptedAlgorithmOf(signer: Certificate, accepted: readonly SignatureAlgorithm[]): SignatureAlgorithm {
  const algorithm = signatureAlgorithmOf(signer.publicKey)
  const isAccepted = algorithm !== undefined && accepted.includes(algorithm)
  demandOfSignature(isAccepted, `the signer's key is not ${accepted.map((one) => keyNames[one]).join(' or ')}`)
  return algorithm
}

/** The one profile whose frame the message has; what is wrong with the frame is told of the first. */
function profileOf(message: SignedMessage, algorithm: SignatureAlgorithm): SignatureProfile {
  const faults = profilesOf(algorithm).map((profile) => ({ profile, fault: frameFault(message, profile) }))
  const fitting = faults.find(({ fault }) => fault === undefined)
  demandOfSignature(fitting !== undefined, faults[0]?.fault ?? 'the message is of no known profile')
  return fitting.profile
}

function frameFault(message: SignedMessage, profile: SignatureProfile): string | undefined {
  const [digest, signature] = [profile.digest, profile.signature].map((one) => encodeDer(algorithmIdentifier(one)))
  if (message.contentInfo !== profile.contentInfo) return `the message is of type ${message.contentInfo}`
  if (message.content !== profile.content) return `the content is of type ${message.content}`
  const isDigestExpected = message.digestAlgorithms.every((algorithm) => digest?.equals(algorithm))
  if (!isDigestExpected) return 'the digest algorithm is not that of the profile'
  return signature?.equals(message.signatureAlgorithm) === true
    ? undefined
    : "the signature algorithm is not that of the signer's key"
}

function verifyAttributes(
  { attributes, issuer, serial }: SignedMessage,
  profile: SignatureProfile,
  signer: Certificate,
  content: Uint8Array,
): void {
  const digest = (bytes: Uint8Array) => createHash(profile.hash).update(bytes).digest()
  demandOfSignature(attributes.contentType === profile.content, `the signed content type is ${attributes.contentType}`)
  demandOfSignature(attributes.messageDigest.equals(digest(content)), 'other content is signed')
  // SHA-256 is left out because it is the default (RFC 5035 4); every other algorithm is named.
  const named = profile.hash === 'sha256' ? Uint8Array.of() : encodeDer(algorithmIdentifier(profile.digest))
  const isNamed =
    attributes.signingCertificateAlgorithm.equals(named) && attributes.signingCertificate.equals(digest(signer.der))
  demandOfSignature(isNamed, 'signing-certificate-v2 names another certificate')
  const isIdentified = issuer.equals(signer.issuer) && serial.equals(signer.serial)
  demandOfSignature(isIdentified, 'issuer and serial name another certificate')
}
