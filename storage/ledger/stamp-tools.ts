import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/** What stamping works with. */
export type StampTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly objects: LedgerObjects
  /** 时间戳机构, at most two; none: nothing is stamped. */
  readonly sources: readonly TimeStampSource[]
  readonly now: () => Date
}
