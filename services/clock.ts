import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'

/** The clock of this machine, or one that stands still at `fixed`. */
export function openClock(fixed: Date | undefined): () => Date {
  return fixed === undefined ? () => new Date() : () => new Date(fixed)
}

/**
 * A fixed clock is for drills and comparisons; no record with legal force is made under it.
 * Throws `CONFIGURATION_INVALID` unless the keys are test keys.
 */
export function refuseFixedTime(fixed: Date | undefined, { isTest }: Pick<OpenedSigner, 'isTest'>): void {
  if (fixed === undefined || isTest) return
  const found = 'the keys are not test keys'
  throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'GUIDANG_FIXED_TIME', found })
}
