import { digestHex } from '#archive-schema/evidence/digest.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** What rests beside a checkpoint: tokens, lines of witnesses, evidence records, with the digest that is registered of each. */
export type CheckpointCompanion = {
  readonly size: number
  readonly sha256: string
} & (
  | { readonly kind: 'token'; readonly authority: string }
  | { readonly kind: 'cosignature'; readonly witness: string }
  | { readonly kind: 'renewal'; readonly round: number }
)

/** The companions of checkpoints of these sizes. */
export async function companionsOf(runner: SqlRunner, sizes: readonly number[]): Promise<CheckpointCompanion[]> {
  const tokens = await rows<{ size: string; authority: string; sha256: string }>(
    runner,
    sql`select size, authority, sha256 from checkpoint_token where size = any(${sizes}::bigint[])`,
  )
  const lines = await rows<{ size: string; witness: string; line: string }>(
    runner,
    sql`select size, witness, line from checkpoint_cosignature where size = any(${sizes}::bigint[])`,
  )
  const renewals = await rows<{ size: string; round: number; sha256: string }>(
    runner,
    sql`select size, round, sha256 from renewed_checkpoint where size = any(${sizes}::bigint[])`,
  )
  return [
    ...tokens.map(({ size, ...token }) => ({ kind: 'token' as const, size: Number(size), ...token })),
    ...lines.map(({ size, witness, line }) => {
      return { kind: 'cosignature' as const, size: Number(size), witness, sha256: digestHex('sha256', line) }
    }),
    ...renewals.map(({ size, ...renewal }) => ({ kind: 'renewal' as const, size: Number(size), ...renewal })),
  ]
}
