import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaptureLimits } from '#pipelines/capture/capture-limits.ts'

/**
 * Lets the body of an upload pass until it is longer than a case may be; headers of parts are small beside that.
 * Throws `LIMITS_SIZE`, and `REQUEST_INVALID` when the sender breaks off.
 */
export async function* limitBytes(
  body: AsyncIterable<Uint8Array>,
  { caseBytes }: Pick<CaptureLimits, 'caseBytes'>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of unbroken(body)) {
    bytes += chunk.length
    if (bytes > caseBytes) {
      throw new ArchiveError({
        code: 'LIMITS_SIZE',
        file: 'upload',
        found: `> ${caseBytes} B`,
        expected: `${caseBytes} B`,
      })
    }
    yield chunk
  }
}

/** A body that cannot be taken for what it says it is. */
export function invalidBody(found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'REQUEST_INVALID', field: 'body', found }, { cause })
}

async function* unbroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw invalidBody('the sender broke off', error)
  }
}
