import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { invalidBody } from './limit-bytes.ts'

/** Lets only requests pass that say their body is JSON. Throws `REQUEST_MEDIA_TYPE`. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const found = c.req.header('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(found)) {
    throw new ArchiveError({ code: 'REQUEST_MEDIA_TYPE', found, expected: 'application/json' })
  }
  await next()
}

/** What the framework refuses by itself, a body that is no JSON above all, as `REQUEST_INVALID`; any other error as it is. */
export function codedIfUnreadable(error: unknown): unknown {
  return error instanceof HTTPException && error.status < 500 ? invalidBody(error.message, error) : error
}
