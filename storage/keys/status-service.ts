import { randomBytes } from 'node:crypto'
import { messageOf } from '#archive-schema/caught-error.ts'
import { formatStatusRequest } from '#archive-schema/certificate-status/status-request.ts'
import { verifyStatusGood } from '#archive-schema/certificate-status/verify-status.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { postBytes } from '../content/post-bytes.ts'
import { signerUnfit } from './signer-unfit.ts'

const patienceMs = 10_000
const maxAnswerBytes = 64 * 1024
/** A good answer is believed no longer than this, and this long where it does not say. */
const longestMs = 24 * 3_600_000
const unsaidMs = 10 * 60_000

/** 证书状态服务 (an OCSP responder, RFC 6960): asked about a certificate, and again when its good answer ends. */
export class StatusService {
  readonly #url: URL
  /** By the SHA-256 of a certificate, when its good answer ends. */
  readonly #goodUntil = new Map<string, number>()

  constructor(url: URL) {
    this.#url = url
  }

  /**
   * Goes on only if the certificate is good `now`. Throws `SIGNER_UNFIT` where the responder does not answer, `SIGNATURE_INVALID` where it
   * says anything else.
   */
  async demandGood(certificate: Certificate, issuer: Certificate, now: Date): Promise<void> {
    if (now.getTime() < (this.#goodUntil.get(certificate.sha256) ?? 0)) return
    const nonce = randomBytes(16)
    const answer = await this.#ask(formatStatusRequest(certificate, issuer, nonce))
    const end = await verifyStatusGood(answer, { certificate, issuer, nonce, at: now })
    const until = Math.min(end?.getTime() ?? now.getTime() + unsaidMs, now.getTime() + longestMs)
    this.#goodUntil.set(certificate.sha256, until)
  }

  async #ask(body: Uint8Array): Promise<Uint8Array> {
    try {
      const posting = { body, contentType: 'application/ocsp-request', patienceMs, maxAnswerBytes }
      const answer = await postBytes(this.#url, posting)
      if (answer.status !== 200) throw new Error(`it answers ${answer.status}`)
      return answer.body
    } catch (cause) {
      throw signerUnfit(`${this.#url.href}: ${messageOf(cause)}`, cause)
    }
  }
}
