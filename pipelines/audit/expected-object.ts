/** What was registered of an object at one place; an entry of the ledger knows no size. */
export type Registered = { readonly place: string; readonly sha256: string; readonly bytes?: number }

/** What an object of a store ought to be. */
export type ExpectedObject = {
  readonly key: string
  /** 电子文件号, where it belongs to a record. */
  readonly number?: string
  readonly registered: readonly [Registered, ...Registered[]]
  readonly version?: string
  /** Its lock must not end before. */
  readonly lockedUntil?: Date
  /** The evidence of a record: its statement stands in the ledger. */
  readonly isEvidence?: boolean
}
