import { ArchiveError } from '#archive-schema/archive-error.ts'
import { signerUnfit } from './signer-unfit.ts'

/** The refusal `SIGNER_KEY_WEAK`. The file may be written anew, so jobs that meet it try again: the case waits. */
export function signerKeyWeak(found: string): ArchiveError {
  return new ArchiveError({ code: 'SIGNER_KEY_WEAK', found }, { permanent: false })
}

/** Goes on only if what protects a key is as strong as is demanded. Throws `SIGNER_KEY_WEAK` that says what was `found`. */
export function demandStrong(condition: boolean, found: string): asserts condition {
  if (!condition) throw signerKeyWeak(found)
}

/** Passes on the refusal of a weak file; whatever else went wrong becomes `SIGNER_UNFIT` with what is `found`. */
export function unfitUnlessWeak(cause: unknown, found: string): ArchiveError {
  return cause instanceof ArchiveError && cause.code === 'SIGNER_KEY_WEAK' ? cause : signerUnfit(found, cause)
}
