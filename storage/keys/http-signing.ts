import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { type PostAnswer, postBytes } from '../content/post-bytes.ts'
import { algorithmOfSigner } from './algorithm-of-signer.ts'
import type { KeyReference } from './key-reference.ts'
import { signerUnfit } from './signer-unfit.ts'

const timeoutMs = 10_000
const maxAnswerBytes = 64 * 1024
const Answer = z.object({ signature: z.base64() })

/**
 * 签名验签服务器 over HTTP, in the protocol of `docs/signing-keys.md`: the message goes there, the signature comes back
 * in the wire form of its algorithm. `token` authorises. What is signed throws `SIGNER_UNFIT` while the server does not
 * answer: the case waits.
 */
export function httpSigning(
  { url, key }: Extract<KeyReference, { scheme: 'http' }>,
  token: string,
  certificates: readonly Certificate[],
): CertificateSigning {
  const algorithm = algorithmOfSigner(certificates)
  const posting = {
    contentType: 'application/json',
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    patienceMs: timeoutMs,
    maxAnswerBytes,
  }
  return {
    algorithm,
    async sign(tbs) {
      const message = Buffer.from(tbs).toString('base64')
      const body = Buffer.from(JSON.stringify({ key, algorithm, message }))
      try {
        return readSignature(await postBytes(new URL(url), { ...posting, body }))
      } catch (cause) {
        throw signerUnfit(`the signature server ${new URL(url).host} does not sign: ${messageOf(cause)}`, cause)
      }
    },
  }
}

function readSignature({ status, body }: PostAnswer): Buffer {
  if (status !== 200) throw new Error(`it answers ${status}`)
  const answer = Answer.parse(JSON.parse(body.toString('utf8')))
  return Buffer.from(answer.signature, 'base64')
}
