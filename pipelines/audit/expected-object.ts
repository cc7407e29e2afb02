import type { ObjectFault, ObjectFaultKind } from '#archive-schema/copies/object-fault.ts'

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
  /** 保全: the record under whose holds it stands, and whether it must carry the legal hold; absent while that changes. */
  readonly hold?: { readonly number: string; readonly isDue: boolean | undefined }
  /** The evidence of a record: its statement stands in the ledger. */
  readonly isEvidence?: boolean
}

/** What is wrong with an object. */
export function faultOf(
  { key, hold, number = hold?.number }: ExpectedObject,
  kind: ObjectFaultKind,
  expected: string,
  found: string,
): ObjectFault {
  return { kind, key, ...(number === undefined ? {} : { number }), expected, found }
}
