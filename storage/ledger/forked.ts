import { ArchiveError } from '#archive-schema/archive-error.ts'

/** 账本分叉: the ledger contradicts what is locked in the store. Nobody signs until a person has looked. */
export function forked(found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'LEDGER_FORKED', found }, { cause })
}
