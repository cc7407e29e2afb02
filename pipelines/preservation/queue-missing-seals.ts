import { attempt } from '#archive-schema/attempt.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { countMissingSeals, queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { type EvidenceKey, evidenceKeysAfter } from '#storage/catalogue/records.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { readSeal } from './read-seal.ts'

export type SealTools = {
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  readonly now: () => Date
  /** Told which record has no evidence that could be entered, and why. */
  readonly onFault: (number: string, error: unknown) => void
}

/**
 * Queues the statements of records that were archived before there was a ledger, in the order of their numbers. Does nothing
 * where the ledger has as many as there are records.
 */
export async function queueMissingSeals({ catalogue, store, now, onFault }: SealTools): Promise<void> {
  const { pool } = catalogue
  if ((await countMissingSeals(pool)) === 0) return
  const sealed = eachRow<EvidenceKey>((last) => evidenceKeysAfter(pool, last?.number ?? ''))
  for await (const { number, key } of sealed) {
    const seal = await attempt(() => readSeal(store, key))
    if ('refusal' in seal) onFault(number, seal.refusal)
    else await queueEntry(pool, seal.value, now())
  }
}
