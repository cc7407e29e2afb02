import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ByteRange } from './object-store.ts'

/** Throws `RANGE_NOT_SATISFIABLE` unless the part lies within the object of `bytes` bytes. */
export function checkRange(key: string, bytes: number, { start, end }: ByteRange): void {
  if (0 <= start && start <= end && end <= bytes) return
  throw new ArchiveError({
    code: 'RANGE_NOT_SATISFIABLE',
    file: key,
    expected: String(bytes),
    found: `${start}-${end}`,
  })
}
