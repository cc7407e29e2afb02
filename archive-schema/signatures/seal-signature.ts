import { createHash } from 'node:crypto'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { algorithmOf, digestName } from './algorithms.ts'
import { verifyCertificateValidity } from './certificate-validity.ts'
import { demandSigningKey, readForeignCertificate } from './foreign-certificate.ts'
import type { CertificateDigest, ElectronicSeal, SealedPart } from './read-seal.ts'
import { readSealSignature, type SealSignature } from './read-seal-signature.ts'
import { describeCertificate, digestBytes } from './signed-data.ts'
import { judgeTrust, type TrustAnchors } from './signer-trust.ts'
import { provenTime } from './time-stamp.ts'
import type { Verification } from './verdict.ts'
import { type SignedBytes, verifyValue } from './verify-value.ts'

/** The file that a seal is put on. */
export type SealedFile = { readonly path: string; readonly bytes: SignedBytes }

/**
 * 电子签章验证 (GB/T 38540-2020): signature and validity of the seal, signer among those who may use it, digest of the signed
 * file, signature value, certificate and time stamp, in this order; every broken step is kept.
 */
export async function verifySealSignature(
  log: Verification,
  bytes: Uint8Array,
  file: SealedFile,
  anchors: TrustAnchors,
): Promise<SealSignature | undefined> {
  const read = await log.step('structure', () => readSealSignature(bytes))
  if (read === undefined) return undefined
  const { seal, time, signer } = read
  log.learn({ seal: seal.name, claimedAt: time })
  await log.step('sealSignature', async () => {
    await verifyPart(seal.maker, await readForeignCertificate(seal.maker.certificate))
  })
  await log.step('sealValidity', () => verifySealValidity(seal, time))
  await log.step('sealSigner', () => verifySealSigner(seal, signer))
  await log.step('dataHash', () => verifyDataHash(read, file))
  await log.step('property', () => verifyProperty(read, file))
  const certificate = await log.step('signer', () => readForeignCertificate(signer.certificate))
  if (certificate !== undefined) await verifySigner(log, read, certificate, anchors)
  return read
}

async function verifySigner(
  log: Verification,
  { signer, time, timeStamp }: SealSignature,
  certificate: Certificate,
  anchors: TrustAnchors,
): Promise<void> {
  log.learn(describeCertificate(certificate))
  await log.step('signer', () => demandSigningKey(certificate))
  await log.step('signatureValue', async () => log.learn({ algorithm: await verifyPart(signer, certificate) }))
  await log.step('timeStamp', async () => {
    if (timeStamp !== undefined) log.learn(await provenTime(timeStamp, () => [signer.signature], anchors))
  })
  const at = log.facts.stampedAt ?? time
  await log.step('certificateValidity', () => verifyCertificateValidity(certificate, at))
  log.learn({ trust: await judgeTrust(certificate, [], anchors, at) })
}

function verifyPart({ algorithm, signedBytes, signature }: SealedPart, { publicKey }: Certificate): Promise<string> {
  return verifyValue(algorithmOf(algorithm), publicKey, () => [signedBytes], signature)
}

function verifySealValidity({ validFrom, validTo }: ElectronicSeal, at: Date): void {
  const isValid = validFrom.getTime() <= at.getTime() && at.getTime() <= validTo.getTime()
  const period = `${validFrom.toISOString()} to ${validTo.toISOString()}`
  demandOfSignature(isValid, `the seal is valid from ${period}, not at ${at.toISOString()}`)
}

function verifySealSigner({ signers }: ElectronicSeal, { certificate }: SealedPart): void {
  const isListed =
    'certificates' in signers
      ? signers.certificates.some((listed) => listed.equals(certificate))
      : signers.digests.some((digest) => isDigestOf(digest, certificate))
  demandOfSignature(isListed, "the signer's certificate is not one of those that may use the seal")
}

function isDigestOf({ algorithm, value }: CertificateDigest, certificate: Uint8Array): boolean {
  const isSm3 = /^SM3$/i.test(algorithm) || algorithm === '1.2.156.10197.1.401'
  demandSupported(isSm3, `the seal lists certificates by the digest ${algorithm}`)
  return value.equals(createHash('sm3').update(certificate).digest())
}

async function verifyDataHash({ signer, dataHash }: SealSignature, { bytes }: SealedFile): Promise<void> {
  const { digest } = algorithmOf(signer.algorithm)
  const isSealed = dataHash.equals(await digestBytes(digest, bytes))
  demandOfSignature(isSealed, `the seal holds another ${digestName(digest)} than that of the signed file`)
}

function verifyProperty({ property }: SealSignature, { path }: SealedFile): void {
  const isThis = property.replace(/^\//, '') === path
  demandOfSignature(isThis, `the seal was put on ${property}, not on /${path}`)
}
