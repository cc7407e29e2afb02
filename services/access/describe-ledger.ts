import type { StampState } from '#storage/ledger/checkpoint-stamps.ts'
import type { Archive } from '../open-archive.ts'
import { isRenewalDue } from './stamp-checkpoint.ts'

/** 账本 as it is told: its name, how many entries its trees have, how many wait, and its newest checkpoint. */
export type LedgerDescription = {
  readonly origin: string
  readonly committed: number
  readonly waiting: number
  /** Roots in base64. */
  readonly checkpoint?: {
    readonly size: number
    readonly roots: { readonly sha256: string; readonly sm3: string }
    readonly publishedAt: string
  }
  /** 时间戳: the latest, and when the first authority ends whose tokens are not renewed. */
  readonly time?: {
    readonly size: number
    readonly stampedAt: string
    readonly authority: string
    readonly isTest: boolean
    readonly endsAt: string
    readonly isRenewalDue: boolean
    /** Last round of renewal (RFC 4998). */
    readonly renewal?: { readonly round: number; readonly hash: string; readonly renewedAt: string }
  }
}

/** Where the ledger stands. */
export async function describeLedger({
  ledger,
  stamps,
  now,
}: Pick<Archive, 'ledger' | 'stamps' | 'now'>): Promise<LedgerDescription> {
  const [newest, counts, stamped] = await Promise.all([ledger.newest(), ledger.counts(), stamps.state()])
  const { origin } = ledger.trust
  if (newest === undefined) return { origin, ...counts }
  const { size, roots, publishedAt } = newest
  return {
    ...{ origin, ...counts },
    checkpoint: { size, roots, publishedAt: publishedAt.toISOString() },
    ...(stamped === undefined ? {} : { time: describeStamps(stamped, now()) }),
  }
}

function describeStamps({ latest, renewal, endsAt }: StampState, now: Date): NonNullable<LedgerDescription['time']> {
  const { size, stampedAt, authority, isTest } = latest
  return {
    ...{ size, authority, isTest },
    stampedAt: stampedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    isRenewalDue: isRenewalDue(endsAt, now),
    ...(renewal && {
      renewal: { round: renewal.round, hash: renewal.hash, renewedAt: renewal.renewedAt.toISOString() },
    }),
  }
}
