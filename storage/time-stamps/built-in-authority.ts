import { randomBytes } from 'node:crypto'
import { issueToken, type TimeStampAuthority } from '#archive-schema/time-stamp/issue-token.ts'
import { nonceOf } from '#archive-schema/time-stamp/time-stamp-request.ts'
import type { TimeStampTrust } from '#archive-schema/time-stamp/verify-token.ts'
import type { TimeStampSource } from './time-stamp-source.ts'

/**
 * 内置时间戳: an authority in this very program, for tests and small sites. Its time is the operator's own clock: it orders
 * what was stamped and proves nothing to somebody who does not trust the operator.
 */
export function builtInAuthority(
  authority: TimeStampAuthority,
  trust: TimeStampTrust,
  clock: () => Date,
): TimeStampSource {
  return {
    name: 'built-in',
    hash: 'sha256',
    isTest: true,
    trust,
    // Random and as long as a nonce, so that no serial is used twice.
    answer: (request) => issueToken(authority, request, { at: clock(), serial: nonceOf(randomBytes(16)) }),
  }
}
