import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ByteRange } from '#storage/objects/object-store.ts'

/**
 * The part of a resource of `bytes` bytes that a `Range` header asks for (RFC 9110 14): `undefined` for all of it.
 * Several ranges and unknown units are answered with the whole, as the standard allows.
 * Throws `RANGE_NOT_SATISFIABLE`.
 */
export function parseRange(header: string | undefined, bytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '')
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  const range = first === '' ? suffix(Number(last), bytes) : between(Number(first), last, bytes)
  if (range.start >= range.end) {
    throw new ArchiveError({ code: 'RANGE_NOT_SATISFIABLE', found: header ?? '', expected: String(bytes) })
  }
  return range
}

function suffix(length: number, bytes: number): ByteRange {
  return { start: Math.max(0, bytes - length), end: bytes }
}

function between(first: number, last: string, bytes: number): ByteRange {
  return { start: first, end: last === '' ? bytes : Math.min(bytes, Number(last) + 1) }
}
