import { ArchiveError } from '#archive-schema/archive-error.ts'

/** A file system writes whole sectors of an optical disc: 2,048 bytes. */
const sectorBytes = 2_048

/** Bytes that a file takes on a medium. */
export function takenBy(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / sectorBytes)) * sectorBytes
}

/**
 * 分载体: fills media one after the other in the order of the 件, none of which is ever parted. `shared` is what every medium holds
 * beside them. Throws `MEDIUM_TOO_SMALL` for a 件 that fits on no medium.
 */
export function planMedia<T extends { readonly number: string; readonly taken: number }>(
  records: readonly T[],
  capacity: number,
  shared: number,
): T[][] {
  const media: T[][] = []
  let left = 0
  for (const record of records) {
    const needed = shared + record.taken
    if (needed > capacity)
      throw new ArchiveError({
        code: 'MEDIUM_TOO_SMALL',
        file: record.number,
        expected: `${needed}`,
        found: `${capacity}`,
      })
    if (media.length === 0 || record.taken > left) {
      media.push([])
      left = capacity - shared
    }
    media.at(-1)?.push(record)
    left -= record.taken
  }
  return media
}
