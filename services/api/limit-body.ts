import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ArchiveError } from '#archive-schema/archive-error.ts'

/** Lets no body of more than `maxBytes` in; `name` is what the refusal (`LIMITS_SIZE`) calls it. */
export function limitBody(name: string, maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new ArchiveError({ code: 'LIMITS_SIZE', file: name, found: `> ${maxBytes} B`, expected: `${maxBytes} B` })
    },
  })
}
