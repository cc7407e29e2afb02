import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { readToken } from './read-token.ts'
import type { TimeStampRequest } from './time-stamp-request.ts'
import { type StampedTime, type TimeStampTrust, verifyTokenOver } from './verify-token.ts'

/** What a token that was asked for must meet besides being right. */
export type Acceptance = {
  readonly trust: TimeStampTrust
  readonly now: Date
  /** Milliseconds by which the token's time may differ from `now`. */
  readonly toleranceMs: number
}

/**
 * 时间戳受理: accepts an authority's answer to `request`: right, over the same imprint, with the same nonce and policy, and
 * of the present. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`.
 */
export async function acceptToken(
  bytes: Uint8Array,
  { imprint, nonce, policy }: TimeStampRequest,
  { trust, now, toleranceMs }: Acceptance,
): Promise<StampedTime> {
  const token = readToken(bytes)
  const stamped = await verifyTokenOver(token, imprint, trust)
  const isAnswer = nonce === undefined || token.info.nonce?.equals(nonce) === true
  demandOfSignature(isAnswer, 'the token answers another request: its nonce differs')
  demandOfSignature(policy === undefined || stamped.policy === policy, `the token is of policy ${stamped.policy}`)
  const offBy = Math.abs(stamped.at.getTime() - now.getTime())
  const found = `the token says ${stamped.at.toISOString()}, the clock ${now.toISOString()}`
  demandOfSignature(offBy <= toleranceMs, found)
  return stamped
}
