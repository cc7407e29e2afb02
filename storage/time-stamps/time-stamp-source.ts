import { randomBytes } from 'node:crypto'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { acceptToken } from '#archive-schema/time-stamp/accept-token.ts'
import type { MessageImprint } from '#archive-schema/time-stamp/message-imprint.ts'
import { clockToleranceMs as toleranceMs } from '#archive-schema/time-stamp/stamp-names.ts'
import { nonceOf, type TimeStampRequest } from '#archive-schema/time-stamp/time-stamp-request.ts'
import type { TimeStampTrust } from '#archive-schema/time-stamp/verify-token.ts'

/** 时间戳来源: an authority that answers requests, an outside one or the built-in one. */
export interface TimeStampSource {
  /** How reports and alarms call it, and part of the keys of its tokens: `[a-z0-9-]`. */
  readonly name: string
  /** Digest of the imprints that it is asked for. */
  readonly hash: ContentDigest
  /** The policy that is asked for, dotted; absent: its own. */
  readonly policy?: string
  /** Whether it is the built-in one, whose time proves nothing to who does not trust the operator. */
  readonly isTest: boolean
  readonly trust: TimeStampTrust
  /** DER of the token that answers `request`, not yet verified. Throws `TIME_STAMP_UNAVAILABLE`, `SIGNATURE_INVALID`. */
  answer(request: TimeStampRequest): Promise<Uint8Array>
}

/**
 * 申请时间戳: DER of a token over `imprint` that was verified and is of the present. Throws `TIME_STAMP_UNAVAILABLE`, and
 * `SIGNATURE_INVALID` or `SIGNATURE_UNSUPPORTED` for an answer that is not right.
 */
export async function requestTimeStamp(
  source: TimeStampSource,
  imprint: MessageImprint,
  clock: () => Date,
): Promise<Uint8Array> {
  const { policy } = source
  const request = {
    imprint,
    ...(policy === undefined ? {} : { policy }),
    nonce: nonceOf(randomBytes(16)),
    wantsCertificates: true,
  }
  const token = await source.answer(request)
  await acceptToken(token, request, { trust: source.trust, now: clock(), toleranceMs })
  return token
}
