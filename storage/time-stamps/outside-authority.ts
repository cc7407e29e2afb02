import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { formatRequest } from '#archive-schema/time-stamp/time-stamp-request.ts'
import { parseResponse } from '#archive-schema/time-stamp/time-stamp-response.ts'
import type { TimeStampTrust } from '#archive-schema/time-stamp/verify-token.ts'
import type { TimeStampSource } from './time-stamp-source.ts'

const [requestType, answerType] = ['application/timestamp-query', 'application/timestamp-reply']
const maxAnswerBytes = 64 * 1024

/** An authority that is asked over HTTP (RFC 3161 3.4) and given `patienceMs` milliseconds. */
export function outsideAuthority(
  url: URL,
  trust: TimeStampTrust,
  { patienceMs }: { readonly patienceMs: number },
): TimeStampSource {
  return {
    name: url.href,
    trust,
    async answer(request) {
      const body = await post(url, formatRequest(request), patienceMs)
      return parseResponse(body)
    },
  }
}

async function post(url: URL, body: Uint8Array, patienceMs: number): Promise<Uint8Array> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': requestType },
      body: new Uint8Array(body),
      redirect: 'error',
      signal,
    })
    const type = answer.headers.get('content-type') ?? 'no type'
    if (!answer.ok || !type.startsWith(answerType)) throw new Error(`it answers ${answer.status}, ${type}`)
    return await readShort(answer)
  } catch (cause) {
    throw unavailable(`${url.href}: ${reasonOfFetch(cause)}`, cause)
  }
}

async function readShort(answer: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > maxAnswerBytes) throw new Error(`it answers with more than ${maxAnswerBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** `fetch` hides what went wrong in the cause of its error. */
function reasonOfFetch(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`
}

function unavailable(found: string, cause: unknown): ArchiveError {
  return new ArchiveError({ code: 'TIME_STAMP_UNAVAILABLE', found }, { cause, permanent: false })
}
