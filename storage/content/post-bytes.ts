import { messageOf } from '#archive-schema/caught-error.ts'

/** What is posted, and how long and how much is waited for. */
export type Posting = {
  readonly body: Uint8Array
  readonly contentType: string
  /** Who asks, in the form of the header; absent: nobody in particular. */
  readonly authorization?: string
  readonly patienceMs: number
  readonly maxAnswerBytes: number
}

/** An answer of a service, whatever its status. */
export type PostAnswer = { readonly status: number; readonly contentType: string; readonly body: Buffer }

/**
 * Posts bytes to a service and reads its short answer; no redirect is followed. Throws an `Error` that says in one line what
 * went wrong when there is no whole answer: no connection, no patience left, too many bytes.
 */
export async function postBytes(
  url: URL,
  { body, contentType, authorization, patienceMs, maxAnswerBytes }: Posting,
): Promise<PostAnswer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType, ...(authorization === undefined ? {} : { authorization }) },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    const type = answer.headers.get('content-type') ?? ''
    return { status: answer.status, contentType: type, body: await readShort(answer, maxAnswerBytes) }
  } catch (error) {
    throw new Error(reasonOfFetch(error), { cause: error })
  }
}

async function readShort(answer: Response, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > maxBytes) throw new Error(`it answers with more than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** `fetch` hides what went wrong in the cause of its error. */
function reasonOfFetch(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`
}
