import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { formatRequest } from '#archive-schema/time-stamp/time-stamp-request.ts'
import { parseResponse } from '#archive-schema/time-stamp/time-stamp-response.ts'
import { postBytes } from '../content/post-bytes.ts'
import type { TimeStampSource } from './time-stamp-source.ts'

const maxAnswerBytes = 64 * 1024
const [requestType, answerType] = ['application/timestamp-query', 'application/timestamp-reply']

/** An authority that is asked over HTTP (RFC 3161 3.4), and given `patienceMs` milliseconds. */
export type OutsideAuthority = Pick<TimeStampSource, 'name' | 'hash' | 'policy' | 'trust'> & {
  readonly url: URL
  readonly patienceMs: number
}

/** The same as a source of tokens. */
export function outsideAuthority({ url, patienceMs, ...known }: OutsideAuthority): TimeStampSource {
  return {
    ...known,
    isTest: false,
    async answer(request) {
      return parseResponse(await post(url, formatRequest(request), patienceMs))
    },
  }
}

async function post(url: URL, body: Uint8Array, patienceMs: number): Promise<Uint8Array> {
  try {
    const answer = await postBytes(url, { body, contentType: requestType, patienceMs, maxAnswerBytes })
    const isAnswer = answer.status === 200 && answer.contentType.startsWith(answerType)
    if (!isAnswer) throw new Error(`it answers ${answer.status}, ${answer.contentType || 'no type'}`)
    return answer.body
  } catch (cause) {
    const found = `${url.href}: ${messageOf(cause)}`
    throw new ArchiveError({ code: 'TIME_STAMP_UNAVAILABLE', found }, { cause, permanent: false })
  }
}
