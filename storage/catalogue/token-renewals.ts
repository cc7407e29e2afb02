import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { firstRow, run, type SqlRunner, sql } from './sql.ts'

/** A round of renewal (RFC 4998): every stamped checkpoint up to a size has a record of it. */
export type TokenRenewal = {
  /** From 1. */
  readonly round: number
  /** Digest of its trees. */
  readonly hash: ContentDigest
  readonly throughSize: number
  readonly renewedAt: Date
  readonly validUntil: Date
}

/** Registers a round. */
export async function insertRenewal(runner: SqlRunner, renewal: TokenRenewal): Promise<void> {
  const { round, hash, throughSize, renewedAt, validUntil } = renewal
  await run(
    runner,
    sql`insert into token_renewal (round, hash, through_size, renewed_at, valid_until)
        values (${round}, ${hash}, ${throughSize}, ${renewedAt}, ${validUntil})`,
  )
}

/** The last round; `undefined` before the first. */
export async function latestRenewal(runner: SqlRunner): Promise<TokenRenewal | undefined> {
  const row = await firstRow<RenewalColumns>(runner, sql`select * from token_renewal order by round desc limit 1`)
  return (
    row && {
      round: row.round,
      hash: row.hash,
      throughSize: Number(row.through_size),
      renewedAt: row.renewed_at,
      validUntil: row.valid_until,
    }
  )
}

/** When the first chain ends on which a token rests that no round has renewed since. */
export async function soonestEnd(runner: SqlRunner, renewal: TokenRenewal | undefined): Promise<Date> {
  const row = await firstRow<{ ends: Date | null }>(
    runner,
    sql`select min(valid_until) as ends from checkpoint_token where size > ${renewal?.throughSize ?? 0}`,
  )
  const ends = [row?.ends, renewal?.validUntil].flatMap((end) => end?.getTime() ?? [])
  return new Date(Math.min(...ends))
}

type RenewalColumns = {
  round: number
  hash: ContentDigest
  through_size: string
  renewed_at: Date
  valid_until: Date
}
