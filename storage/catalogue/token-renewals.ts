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

/** The evidence record that a round gives a checkpoint. */
export type RenewedCheckpoint = { readonly size: number; readonly sha256: string }

/** Registers a round with its records. */
export async function insertRenewal(
  runner: SqlRunner,
  renewal: TokenRenewal,
  records: readonly RenewedCheckpoint[],
): Promise<void> {
  const { round, hash, throughSize, renewedAt, validUntil } = renewal
  await run(
    runner,
    sql`insert into token_renewal (round, hash, through_size, renewed_at, valid_until)
        values (${round}, ${hash}, ${throughSize}, ${renewedAt}, ${validUntil})`,
  )
  await run(
    runner,
    sql`insert into renewed_checkpoint (round, size, sha256)
        select ${round}, (each->>'size')::bigint, each->>'sha256' from jsonb_array_elements(${JSON.stringify(records)}::jsonb) each`,
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
