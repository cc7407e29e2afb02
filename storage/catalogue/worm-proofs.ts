import type { ProofScope } from '#archive-schema/worm-proof/worm-proof.ts'
import { firstRow, run, type SqlRunner, sql } from './sql.ts'

/** 锁定验证 as it is kept: its text, and the archive's signature of it. */
export type KeptProof = {
  readonly content: string
  readonly sha256: string
  /** Detached CAdES-B, DER in base64. */
  readonly signature: string
  /** Address of the store for which it holds. */
  readonly place: string
  readonly scope: ProofScope
  readonly endedAt: Date
}

/** Keeps a proof for ever. */
export async function insertProof(runner: SqlRunner, proof: KeptProof): Promise<void> {
  const { content, sha256, signature, place, scope, endedAt } = proof
  await run(
    runner,
    sql`insert into worm_proof (content, sha256, signature, place, scope, ended_at)
        values (${content}, ${sha256}, ${signature}, ${place}, ${scope}, ${endedAt})`,
  )
}

/** The newest proof of the store at `place` with this scope; `undefined` if there is none. */
export async function newestProof(runner: SqlRunner, place: string, scope: ProofScope): Promise<KeptProof | undefined> {
  const row = await firstRow<ProofColumns>(
    runner,
    sql`select content, sha256, signature, place, scope, ended_at from worm_proof
        where place = ${place} and scope = ${scope} order by id desc limit 1`,
  )
  if (row === undefined) return undefined
  const { ended_at: endedAt, ...proof } = row
  return { ...proof, endedAt }
}

type ProofColumns = Omit<KeptProof, 'endedAt'> & { ended_at: Date }
