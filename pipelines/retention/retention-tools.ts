import type { RetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** What the renewal of locks works with. */
export type LockTools = {
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  /** The copies of the second are locked and held as the originals are. */
  readonly stores: { readonly second: KeptStore | undefined }
  readonly retention: RetentionPolicy
  readonly now: () => Date
}

/** What acts on terms and holds work with. */
export type RetentionTools = LockTools & { readonly ledger: Ledger }
