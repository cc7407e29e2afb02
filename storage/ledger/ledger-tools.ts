import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { LedgerKeys } from '#storage/keys/ledger-keys.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/** What a round of the sequencer has just done. */
export type LedgerMoment = 'assigned' | 'written' | 'committed' | 'signed' | 'stored' | 'published'

/** What the ledger works with. */
export type LedgerTools = {
  readonly catalogue: Catalogue
  readonly objects: LedgerObjects
  readonly keys: LedgerKeys
  readonly now: () => Date
  /** How many witnesses verifiers are told to ask for; absent: none. */
  readonly quorum?: number
  /** Told when the database was behind the store, and has caught up from the tiles. */
  readonly onCaughtUp?: (from: number, to: number) => void
  /** For drills. */
  readonly onMoment?: (moment: LedgerMoment) => void
}
