import type { Context } from 'hono'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import type { ByteRange } from '#storage/objects/object-store.ts'
import { parseRange } from './byte-range.ts'
import { attachment } from './content-disposition.ts'
import { openBody } from './open-body.ts'

/** Bytes that can be sent whole or in part, with the digest by which they are known. */
export type SendableBytes = {
  readonly fixity: ObjectFixity
  readonly mediaType: string
  readonly fileName: string
  read(range: ByteRange): AsyncIterable<Uint8Array>
}

/**
 * Streams bytes with `Range`, strong `ETag` = digest, `If-None-Match`, `If-Range` (RFC 9110), `Repr-Digest` of the whole and
 * `Content-Digest` where the whole is sent (RFC 9530). Throws `RANGE_NOT_SATISFIABLE`, and what `read` begins with.
 */
export async function sendBytes(c: Context, content: SendableBytes): Promise<Response> {
  const { bytes, sha256 } = content.fixity
  const etag = `"sha256:${sha256}"`
  const known = { etag, 'cache-control': 'private, no-cache' }
  if (namesTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, known)
  const digest = `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`
  const headers = {
    ...known,
    'accept-ranges': 'bytes',
    'content-disposition': attachment(content.fileName),
    'content-type': content.mediaType,
    'repr-digest': digest,
  }
  // A range is asked for by GET only (RFC 9110 14.2).
  if (c.req.method === 'HEAD') return c.newResponse(null, 200, { ...headers, 'content-length': String(bytes) })
  const range = rangeOf(c, bytes, etag)
  const { start, end } = range ?? { start: 0, end: bytes }
  const body = await openBody(content.read({ start, end }))
  const length = { 'content-length': String(end - start) }
  if (range === undefined) return c.newResponse(body, 200, { ...headers, ...length, 'content-digest': digest })
  return c.newResponse(body, 206, { ...headers, ...length, 'content-range': `bytes ${start}-${end - 1}/${bytes}` })
}

/** The part that is asked for. A refusal tells how long the whole is. */
function rangeOf(c: Context, bytes: number, etag: string): ByteRange | undefined {
  if (!isFresh(c.req.header('if-range'), etag)) return undefined
  try {
    return parseRange(c.req.header('range'), bytes)
  } catch (error) {
    c.header('content-range', `bytes */${bytes}`)
    throw error
  }
}

/** Weak comparison (RFC 9110 13.1.2): a cache on the way may have weakened the tag. */
function namesTag(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes(etag) || tags.includes('*')
}

/** Without `If-Range`, or with the tag that we have, the range holds; a date never does, for we send none. */
function isFresh(header: string | undefined, etag: string): boolean {
  return header === undefined || header.trim() === etag
}
