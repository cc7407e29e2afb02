import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { algorithmOfSigner } from './algorithm-of-signer.ts'
import type { KeyReference } from './key-reference.ts'
import { signerUnfit } from './signer-unfit.ts'

const timeoutMs = 10_000
const maxAnswerBytes = 64 * 1024
const Answer = z.object({ signature: z.base64() })

/**
 * 签名验签服务器 over HTTP, in the protocol of `docs/signature-server.md`: the message goes there, the signature comes back
 * in the wire form of its algorithm. `token` authorises. What is signed throws `SIGNER_UNFIT` while the server does not
 * answer: the case waits.
 */
export function httpSigning(
  { url, key }: Extract<KeyReference, { scheme: 'http' }>,
  token: string,
  certificates: readonly Certificate[],
): CertificateSigning {
  const algorithm = algorithmOfSigner(certificates)
  const headers = {
    'Content-Type': 'application/json',
    ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
  }
  return {
    algorithm,
    async sign(tbs) {
      const message = Buffer.from(tbs).toString('base64')
      const body = JSON.stringify({ key, algorithm, message })
      try {
        const signal = AbortSignal.timeout(timeoutMs)
        return await readSignature(await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' }))
      } catch (cause) {
        throw signerUnfit(`the signature server ${new URL(url).host} does not sign: ${messageOf(cause)}`, cause)
      }
    },
  }
}

async function readSignature(response: Response): Promise<Buffer> {
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`it answers ${response.status}`)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) throw new Error(`its answer is over ${maxAnswerBytes} bytes long`)
    chunks.push(chunk)
  }
  const answer = Answer.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  return Buffer.from(answer.signature, 'base64')
}
