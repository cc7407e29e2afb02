import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { timeStampTrust } from '#archive-schema/time-stamp/time-trust.ts'
import type { TokenRenewal } from '#storage/catalogue/token-renewals.ts'
import type { Archive } from '../open-archive.ts'

/**
 * 时间戳续期 with the first of the configured authorities, believing the present and former ones of the trust folder. Throws
 * `TIME_STAMP_UNAVAILABLE`, `SIGNATURE_INVALID`, `LEDGER_NOT_FOUND` where nothing is stamped.
 */
export function renewTimeStamps({ stamps, signer }: Archive, hash: ContentDigest): Promise<TokenRenewal> {
  const { time } = signer.trust
  if (time === undefined) throw new ArchiveError({ code: 'TIME_STAMP_UNAVAILABLE', found: 'TIME_STAMPS=off' })
  return stamps.renew(hash, timeStampTrust(time))
}
