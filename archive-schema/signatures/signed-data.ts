import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { attempt } from '#archive-schema/attempt.ts'
import { demandOfSignature, demandSupported, reasonOf } from '#archive-schema/evidence/demand.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { readObjectIdentifier, readOctets } from '#archive-schema/evidence/read-der.ts'
import type { ContentAlgorithm, ContentDigest } from './algorithms.ts'
import { demandSigningKey, readForeignCertificate } from './foreign-certificate.ts'
import { messageAlgorithm } from './message-algorithm.ts'
import type { SignedData, SignerInfo } from './read-signed-data.ts'
import { readAnyTime } from './read-values.ts'
import type { Verification } from './verdict.ts'
import { type SignedBytes, verifyValue } from './verify-value.ts'

const maxSignerCertificates = 100

/** A message with one signer whose certificate came along. */
export type SignedMessage = {
  readonly signer: SignerInfo
  readonly certificate: Certificate
  /** All that came along and can be read, the signer's too. */
  readonly certificates: readonly Certificate[]
}

/**
 * Verifies all of a signed message but times: algorithm, certificate of the signer, digest of `content` (a detached message)
 * and signature value. Learns who signed, how, and when by his own claim. `undefined` where there is nothing to go on with.
 */
export async function verifySignedData(
  log: Verification,
  data: SignedData,
  content: SignedBytes,
): Promise<SignedMessage | undefined> {
  const signer = await log.step('structure', () => onlySigner(data))
  if (signer === undefined) return undefined
  const claimedAt = await log.step('structure', () => signingTimeOf(signer))
  if (claimedAt !== undefined) log.learn({ claimedAt })
  const algorithm = await log.step('algorithm', () => messageAlgorithm(signer))
  const message = await log.step('signer', () => withCertificate(data, signer))
  if (message === undefined) return undefined
  const { certificate } = message
  log.learn(describeCertificate(certificate))
  await log.step('signer', () => demandSigningKey(certificate))
  if (algorithm === undefined) return message
  if (signer.attributeBytes !== undefined) {
    await log.step('contentDigest', () => verifyAttributes(data, signer, algorithm, content))
  }
  await log.step('signatureValue', async () => {
    const { attributeBytes } = signer
    const signed = attributeBytes === undefined ? content : () => [attributeBytes]
    log.learn({ algorithm: await verifyValue(algorithm, certificate.publicKey, signed, signer.signature) })
  })
  return message
}

/** Digest of bytes that stream by. */
export async function digestBytes(digest: ContentDigest, bytes: SignedBytes): Promise<Buffer> {
  const hash = createHash(digest)
  for await (const chunk of bytes()) hash.update(chunk)
  return hash.digest()
}

/** Names and serial of a certificate, for people. */
export function describeCertificate({ name, serial, x509 }: Certificate) {
  return { signer: name, issuer: x509.issuer.replaceAll('\n', ', '), serial: serial.toString('hex') }
}

function onlySigner({ signers }: SignedData): SignerInfo {
  const [signer, ...others] = signers
  demandOfSignature(signer !== undefined && others.length === 0, `the message has ${signers.length} signers, not one`)
  return signer
}

function signingTimeOf({ attributes }: SignerInfo): Date | undefined {
  const value = attributes.get(oids.signingTime)?.[0]
  return value === undefined ? undefined : readAnyTime(value, 'signingTime')
}

async function withCertificate(data: SignedData, signer: SignerInfo): Promise<SignedMessage> {
  demandSupported(data.certificates.length <= maxSignerCertificates, 'the message brings too many certificates along')
  const { certificates, unread } = await readCertificates(data.certificates)
  const { id } = signer
  demandSupported('issuer' in id, 'the message names its signer by a key identifier')
  const certificate = certificates.find((one) => one.issuer.equals(id.issuer) && one.serial.equals(id.serial))
  const others = unread.length === 0 ? '' : `; ${unread.length} cannot be read: ${unread.join('; ')}`
  demandSupported(certificate !== undefined, `the signer's certificate is not among those that came along${others}`)
  return { signer, certificate, certificates }
}

/** Authorities of others may be of any form; whether the signer's certificate is missing is asked afterwards. */
async function readCertificates(ders: readonly Uint8Array[]) {
  const certificates: Certificate[] = []
  const unread: string[] = []
  for (const der of ders) {
    const read = await attempt(() => readForeignCertificate(der))
    if ('value' in read) certificates.push(read.value)
    else unread.push(reasonOf(read.refusal))
  }
  return { certificates, unread }
}

async function verifyAttributes(
  data: SignedData,
  { attributes }: SignerInfo,
  { digest }: ContentAlgorithm,
  content: SignedBytes,
): Promise<void> {
  const contentType = readObjectIdentifier(attributes.get(oids.contentType)?.[0], 'contentType')
  demandOfSignature(contentType === data.contentType, `the signed content type is ${contentType}`)
  const expected = readOctets(attributes.get(oids.messageDigest)?.[0], 'messageDigest')
  demandOfSignature(expected.equals(await digestBytes(digest, content)), 'other content is signed')
}
