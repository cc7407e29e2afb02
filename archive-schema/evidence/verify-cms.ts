import { createHash, type KeyObject, verify } from 'node:crypto'
import { verifyChain } from './certificate-chain.ts'
import { demandOfSignature } from './demand.ts'
import { algorithmIdentifier, encodeDer } from './der.ts'
import { type SignatureAlgorithm, type SignatureProfile, signatureProfiles } from './oids.ts'
import { type Certificate, readCertificate, readPemCertificate } from './read-certificate.ts'
import { readSignedMessage, type SignedMessage } from './read-cms.ts'
import type { Trust } from './trust.ts'

/** What a signature that verified says. */
export type VerifiedSignature = {
  readonly algorithm: SignatureAlgorithm
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
  const message = readSignedMessage(bytes)
  const certificates = message.certificates.map(readCertificate)
  const [signer] = certificates
  demandOfSignature(signer !== undefined, 'the signature comes without its certificate')
  const algorithm = signatureAlgorithmOf(signer.publicKey)
  demandOfSignature(algorithm !== undefined, "the signer's key is neither P-256 nor RSA with 2048 to 8192 bits")
  const profile = signatureProfiles[algorithm]
  verifyFrame(message, profile)
  verifyAttributes(message, profile, signer, content)
  demandOfSignature(trust.signers.includes(signer.sha256), 'the signer is not one of the trusted signers')
  const isSigned = verify(profile.hash, message.attributes.signedBytes, signer.publicKey, message.signature)
  demandOfSignature(isSigned, "the signature value is not of the signer's key")
  verifyChain(certificates, readPemCertificate(trust.rootPem), at)
  return {
    algorithm,
    signingTime: message.attributes.signingTime,
    signer: signer.name,
    certificate: signer.sha256,
  }
}

/** The one algorithm that a key may sign packages with, `undefined` if none. */
export function signatureAlgorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ecdsa-p256-sha256'
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048 && modulusLength <= 8192) return 'rsa-pkcs1-sha256'
  return undefined
}

function verifyFrame(message: SignedMessage, profile: SignatureProfile): void {
  demandOfSignature(message.contentInfo === profile.contentInfo, `the message is of type ${message.contentInfo}`)
  demandOfSignature(message.content === profile.content, `the content is of type ${message.content}`)
  const digest = encodeDer(algorithmIdentifier(profile.digest))
  const isDigestExpected = message.digestAlgorithms.every((algorithm) => algorithm.equals(digest))
  demandOfSignature(isDigestExpected, 'the digest algorithm is not that of the profile')
  const signature = encodeDer(algorithmIdentifier(profile.signature))
  const isSignatureExpected = message.signatureAlgorithm.equals(signature)
  demandOfSignature(isSignatureExpected, "the signature algorithm is not that of the signer's key")
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
  const isNamed = attributes.signingCertificate.equals(digest(signer.der))
  demandOfSignature(isNamed, 'signing-certificate-v2 names another certificate')
  const isIdentified = issuer.equals(signer.issuer) && serial.equals(signer.serial)
  demandOfSignature(isIdentified, 'issuer and serial name another certificate')
}
