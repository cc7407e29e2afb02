import { ArchiveError } from '#archive-schema/archive-error.ts'

/** What is wrong with the container of a package: `PACKAGE_INVALID`, naming the container or the entry in it. */
export function invalidPackage(file: string, found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'PACKAGE_INVALID', file, found }, { cause })
}
