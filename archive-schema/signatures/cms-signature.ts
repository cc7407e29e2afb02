import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { encodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { digestOf } from './algorithms.ts'
import { verifyCertificateValidity } from './certificate-validity.ts'
import { readSignedData, type SignedData } from './read-signed-data.ts'
import { digestBytes, type SignedMessage, verifySignedData } from './signed-data.ts'
import { judgeTrust, type TrustAnchors } from './signer-trust.ts'
import { provenTime } from './time-stamp.ts'
import type { Verification } from './verdict.ts'
import type { SignedBytes } from './verify-value.ts'

const timeStampToken = '1.2.840.113549.1.9.16.2.14'

/**
 * 电子签名 as a detached message (CMS, CAdES, GB/T 35275) over `content`: what `verifySignedData` does, and the time stamp
 * on the signature value where there is one, and whether the certificate was valid at that time, else at the claimed one.
 */
export async function verifyDetachedSignature(
  log: Verification,
  bytes: Uint8Array,
  content: SignedBytes,
  anchors: TrustAnchors,
): Promise<void> {
  const data = await log.step('structure', () => readDetached(bytes))
  if (data === undefined) return
  await verifyMessage(log, data, content, anchors)
}

/**
 * 数字签名 of an OFD (GM/T 0099-2020 7.2.2): a message of GB/T 35275, detached, or with the digest of the signed file as its
 * content.
 */
export async function verifyDigestSignature(
  log: Verification,
  bytes: Uint8Array,
  file: SignedBytes,
  anchors: TrustAnchors,
): Promise<void> {
  const data = await log.step('structure', () => readSignedData(bytes))
  if (data === undefined) return
  const { content } = data
  if (content === undefined) return verifyMessage(log, data, file, anchors)
  await log.step('contentDigest', async () => {
    const digest = digestOf(data.signers[0]?.digestAlgorithm ?? '')
    const isDigest = content.equals(await digestBytes(digest, file))
    demandOfSignature(isDigest, 'the content of the message is not the digest of the signed file')
  })
  await verifyMessage(log, data, isOverFile(data) ? file : () => [content], anchors)
}

/** In practice the digest among the attributes is that of the file; by RFC 5652 it is that of the content. */
function isOverFile({ signers: [signer], content }: SignedData): boolean {
  const value = signer?.attributes.get(oids.messageDigest)?.[0]?.value
  return content !== undefined && typeof value === 'string' && Buffer.from(value, 'latin1').equals(content)
}

async function verifyMessage(
  log: Verification,
  data: SignedData,
  content: SignedBytes,
  anchors: TrustAnchors,
): Promise<void> {
  const message = await verifySignedData(log, data, content)
  if (message === undefined) return
  await log.step('signer', () => verifyNamedCertificate(message))
  await log.step('timeStamp', () => learnProvenTime(log, message, anchors))
  const at = log.facts.stampedAt ?? log.facts.claimedAt
  await log.step('certificateValidity', () => verifyCertificateValidity(message.certificate, at))
  log.learn({ trust: await judgeTrust(message.certificate, message.certificates, anchors, at) })
}

function readDetached(bytes: Uint8Array): SignedData {
  const data = readSignedData(bytes)
  demandOfSignature(data.content === undefined, 'the message brings content of its own along')
  return data
}

/** signing-certificate-v2 (RFC 5035), where it is there, names the certificate by its digest. */
function verifyNamedCertificate({ signer, certificate }: SignedMessage): void {
  const value = signer.attributes.get(oids.signingCertificateV2)?.[0]
  if (value === undefined) return
  const [identifiers] = readSequence(value, 'signing-certificate-v2')
  const [first] = readSequence(identifiers, 'signing-certificate-v2')
  const fields = [...readSequence(first, 'ESSCertIDv2')]
  const isDefault = fields[0]?.type === 4
  const digest = isDefault ? 'sha256' : digestOf(readObjectIdentifier(readSequence(fields.shift(), 'hash')[0], 'hash'))
  const expected = readOctets(fields[0], 'certHash')
  const isNamed = expected.equals(createHash(digest).update(certificate.der).digest())
  demandOfSignature(isNamed, 'signing-certificate-v2 names another certificate')
}

async function learnProvenTime(log: Verification, { signer }: SignedMessage, anchors: TrustAnchors): Promise<void> {
  const tokens = signer.unsignedAttributes.get(timeStampToken) ?? []
  const [token, ...others] = tokens
  if (token === undefined) return
  demandSupported(others.length === 0, `the signature has ${tokens.length} time stamps`)
  log.learn(await provenTime(encodeDer(token), () => [signer.signature], anchors))
}
