import { demandOfSignature } from './demand.ts'
import type { Der } from './der.ts'
import { readEnumerated } from './read-der.ts'

/** CRLReason (RFC 5280 5.3.1) by its number; 7 is not used. */
const reasons: readonly (string | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
]

/**
 * 撤销原因. Throws `SIGNATURE_INVALID` for anything but an ENUMERATED with a reason of the standard, and for `removeFromCRL`, which
 * stands in delta lists only.
 */
export function readRevocationReason(value: Der | undefined): string {
  const number = readEnumerated(value, 'the reason of a revocation')
  const reason = reasons[number]
  const isKnown = reason !== undefined && reason !== 'removeFromCRL'
  demandOfSignature(isKnown, `${number} is no reason of a revocation`)
  return reason
}
