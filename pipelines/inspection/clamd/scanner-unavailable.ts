import { ArchiveError } from '#archive-schema/archive-error.ts'

/** No verdict: worth another try, whatever the reason, for it says nothing of the record. */
export function scannerUnavailable(found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'SCANNER_UNAVAILABLE', found }, { cause, permanent: false })
}
