import type { Buffer } from 'node:buffer'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { decodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { digestOf } from './algorithms.ts'
import { verifyCertificateValidity } from './certificate-validity.ts'
import { readSignedData } from './read-signed-data.ts'
import { readAnyTime } from './read-values.ts'
import { digestBytes, type SignedMessage, verifySignedData } from './signed-data.ts'
import { judgeTrust, type TrustAnchors } from './signer-trust.ts'
import { type SignatureFacts, Verification, verificationSteps } from './verdict.ts'
import type { SignedBytes } from './verify-value.ts'

const maxInfoBytes = 64 * 1024

/** A proven time, and who proves it. */
export type ProvenTime = Pick<SignatureFacts, 'stampedAt' | 'stampAuthority' | 'stampTrust'>

type TimeStampInfo = { readonly stampedAt: Date; readonly digestOid: string; readonly digest: Buffer }

/**
 * 时间戳 (RFC 3161, GB/T 20520): verifies a token over `stamped` and learns the time that it proves, and who proves it.
 * The authority must be one for time stamps; whether anybody trusts it is asked elsewhere.
 */
export async function verifyTimeStamp(
  log: Verification,
  token: Uint8Array,
  stamped: SignedBytes,
): Promise<SignedMessage | undefined> {
  const read = await log.step('structure', () => readToken(token))
  if (read === undefined) return undefined
  const { data, content, info } = read
  await log.step('contentDigest', async () => {
    const isStamped = info.digest.equals(await digestBytes(digestOf(info.digestOid), stamped))
    demandOfSignature(isStamped, 'the time stamp is over other bytes')
  })
  const message = await verifySignedData(log, data, () => [content])
  if (message === undefined) return undefined
  await log.step('signer', () => {
    const usage = message.certificate.x509.keyUsage ?? []
    demandOfSignature(usage.includes(oids.timeStamping), "the authority's certificate is not for time stamps")
  })
  await log.step('certificateValidity', () => verifyCertificateValidity(message.certificate, info.stampedAt))
  log.learn({ stampedAt: info.stampedAt })
  return message
}

/**
 * What a token over `stamped` proves. Throws `SIGNATURE_INVALID` or `SIGNATURE_UNSUPPORTED` with the first step that does
 * not hold.
 */
export async function provenTime(token: Uint8Array, stamped: SignedBytes, anchors: TrustAnchors): Promise<ProvenTime> {
  const log = new Verification()
  const message = await verifyTimeStamp(log, token, stamped)
  const [fault] = log.faults.toSorted((one, other) => one.outcome.localeCompare(other.outcome))
  const found = fault === undefined ? '' : `${verificationSteps[fault.step]}: ${fault.found}`
  demandOfSignature(fault?.outcome !== 'invalid', found)
  const { stampedAt } = log.facts
  demandSupported(fault === undefined && stampedAt !== undefined && message !== undefined, found)
  const { certificate, certificates } = message
  const stampTrust = await judgeTrust(certificate, certificates, anchors, stampedAt)
  return { stampedAt, stampAuthority: certificate.name, stampTrust }
}

function readToken(token: Uint8Array) {
  const data = readSignedData(token)
  const { content } = data
  demandOfSignature(data.contentType === oids.timeStampInfo && content !== undefined, 'the message is no time stamp')
  return { data, content, info: readInfo(content) }
}

function readInfo(content: Uint8Array): TimeStampInfo {
  const [, , imprint, , time] = readSequence(decodeDer(content, maxInfoBytes, 'TSTInfo'), 'TSTInfo')
  const [algorithm, digest] = readSequence(imprint, 'messageImprint', 2)
  return {
    stampedAt: readAnyTime(time, 'genTime'),
    digestOid: readObjectIdentifier(readSequence(algorithm, 'messageImprint')[0], 'messageImprint'),
    digest: readOctets(digest, 'messageImprint'),
  }
}
