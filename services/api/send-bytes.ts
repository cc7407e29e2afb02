import type { Context } from 'hono'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import type { ByteRange } from '#storage/objects/object-store.ts'
import { parseRange } from './byte-range.ts'

/** Bytes that can be sent whole or in part, with the digest by which they are known. */
export type SendableBytes = {
  readonly fixity: ObjectFixity
  readonly mediaType: string
  readonly fileName: string
  read(range: ByteRange): AsyncIterable<Uint8Array>
}

/**
 * Streams bytes with `Range`, strong `ETag` = digest, `If-None-Match`, `If-Range` (RFC 9110) and `Repr-Digest` (RFC 9530).
 * Throws `RANGE_NOT_SATISFIABLE`.
 */
export function sendBytes(c: Context, content: SendableBytes): Response {
  const { bytes, sha256 } = content.fixity
  const etag = `"sha256:${sha256}"`
  const digest = `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`
  const headers = { etag, 'repr-digest': digest, 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache' }
  if (namesTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const range = isFresh(c.req.header('if-range'), etag) ? parseRange(c.req.header('range'), bytes) : undefined
  const part = range ?? { start: 0, end: bytes }
  const body = c.req.method === 'HEAD' ? null : (ReadableStream.from(content.read(part)) as ReadableStream)
  const partial = range === undefined ? {} : { 'content-range': `bytes ${part.start}-${part.end - 1}/${bytes}` }
  return c.newResponse(body, range === undefined ? 200 : 206, {
    ...headers,
    'content-type': content.mediaType,
    'content-length': String(part.end - part.start),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(content.fileName)}`,
    'x-content-type-options': 'nosniff',
    ...partial,
  })
}

function namesTag(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => tag.trim() === etag))
}

/** Without `If-Range`, or with the tag that we have, the range holds; a date never does, for we send none. */
function isFresh(header: string | undefined, etag: string): boolean {
  return header === undefined || header.trim() === etag
}
