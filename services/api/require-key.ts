import type { MiddlewareHandler } from 'hono'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type AccessKey, isAccessKey } from '../access-key.ts'

/** Lets nobody pass without the key (RFC 6750): anonymous access is never given. Throws `ACCESS_KEY_REQUIRED`. */
export function requireKey(key: AccessKey): MiddlewareHandler {
  return async (c, next) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (given === undefined || !isAccessKey(given, key)) {
      c.header('www-authenticate', `Bearer realm="guidang"${given === undefined ? '' : ', error="invalid_token"'}`)
      throw new ArchiveError({ code: 'ACCESS_KEY_REQUIRED' })
    }
    await next()
  }
}
