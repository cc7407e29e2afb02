import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'

/** Goes on only if the signed message meets `condition`. Throws `SIGNATURE_INVALID` that says what was `found` instead. */
export function demandOfSignature(condition: boolean, found: string): asserts condition {
  if (!condition) throw new ArchiveError({ code: 'SIGNATURE_INVALID', found })
}

/** Goes on only if the signature is of a kind that can be verified here. Throws `SIGNATURE_UNSUPPORTED` with what was `found`. */
export function demandSupported(condition: boolean, found: string): asserts condition {
  if (!condition) throw new ArchiveError({ code: 'SIGNATURE_UNSUPPORTED', found })
}

/** Goes on only if the evidence file meets `condition`. Throws `EVIDENCE_INVALID` that names the file and what was `found`. */
export function demandOfEvidence(condition: boolean, file: string, found: string): asserts condition {
  if (!condition) throw new ArchiveError({ code: 'EVIDENCE_INVALID', file, found })
}

/** The reason in an error, without the sentence that the error's code puts around it. */
export function reasonOf(error: unknown): string {
  if (error instanceof ArchiveError) return error.faults[0].found ?? error.message
  return messageOf(error)
}
