import type { Buffer } from 'node:buffer'
import { attempt } from '#archive-schema/attempt.ts'
import { verifyChain } from '#archive-schema/evidence/certificate-chain.ts'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { encodeDer } from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { algorithmOf } from '#archive-schema/signatures/algorithms.ts'
import { verifyValue } from '#archive-schema/signatures/verify-value.ts'
import type { SingleStatus } from './single-status.ts'
import { certificateId } from './status-request.ts'
import { parseStatusResponse, type StatusResponse } from './status-response.ts'

/** What was asked, and when. */
export type StatusQuestion = {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly nonce: Buffer
  readonly at: Date
}

/** How far (milliseconds) the responder's clock may be ahead of ours, and what it knows ahead of when it says so. */
const toleranceMs = 60_000

/**
 * 证书未被撤销 by an answer of OCSP: signed by the issuer, or by a responder that the issuer has certified for this alone; with our
 * nonce; about this certificate; of now. Resolves to when the answer ends, `undefined` where it does not say. Throws
 * `SIGNATURE_INVALID`: an answer that says `unknown` is as bad as one that says `revoked`.
 */
export async function verifyStatusGood(bytes: Uint8Array, question: StatusQuestion): Promise<Date | undefined> {
  const { certificate, issuer, nonce, at } = question
  const response = parseStatusResponse(bytes)
  await demandResponder(response, issuer, at)
  demandOfSignature(response.nonce?.equals(nonce) === true, 'the status answers another question: its nonce differs')
  const id = encodeDer(certificateId(certificate, issuer))
  const [single, ...others] = response.statuses.filter((one) => one.id.equals(id))
  demandOfSignature(single !== undefined, `the status is not of the certificate of ${certificate.name}`)
  demandOfSignature(others.length === 0, `two statuses are of the certificate of ${certificate.name}`)
  demandCurrent(single, response.producedAt, question)
  const { status, reason, nextUpdate } = single
  const because = reason === undefined ? '' : ` (${reason})`
  demandOfSignature(status === 'good', `the certificate of ${certificate.name} is ${status}${because}`)
  return nextUpdate
}

function demandCurrent(
  { thisUpdate, nextUpdate }: SingleStatus,
  producedAt: Date,
  { certificate, at }: StatusQuestion,
): void {
  const latest = at.getTime() + toleranceMs
  demandOfSignature(producedAt.getTime() <= latest, `the status was produced at ${producedAt.toISOString()}: not yet`)
  const isKnownThen = thisUpdate.getTime() <= producedAt.getTime() + toleranceMs
  demandOfSignature(isKnownThen, 'the status was produced before it was known')
  const isCurrent = thisUpdate.getTime() <= latest && (nextUpdate === undefined || at.getTime() < nextUpdate.getTime())
  demandOfSignature(isCurrent, `the status of ${certificate.name} is not of ${at.toISOString()}`)
}

async function demandResponder(response: StatusResponse, issuer: Certificate, at: Date): Promise<void> {
  const { signatureAlgorithm, content, signature } = response
  const isBy = async ({ publicKey }: Certificate) =>
    'value' in
    (await attempt(() => verifyValue(algorithmOf(signatureAlgorithm), publicKey, () => [content], signature)))
  if (await isBy(issuer)) return
  for (const responder of response.certificates.map((der) => readCertificate(der))) {
    if (!(await isBy(responder))) continue
    const isFor = responder.purposes?.oids.includes(oids.ocspSigning) === true
    demandOfSignature(isFor, `the certificate of ${responder.name} is not for the status of others`)
    verifyChain([responder], issuer, at)
    return
  }
  demandOfSignature(false, 'the status is signed by nobody whom the issuer knows')
}
