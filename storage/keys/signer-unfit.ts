import { ArchiveError } from '#archive-schema/archive-error.ts'

/** The refusal `SIGNER_UNFIT`. A signer may become fit again, so jobs that meet it try again: the case waits. */
export function signerUnfit(found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'SIGNER_UNFIT', found }, { cause, permanent: false })
}
