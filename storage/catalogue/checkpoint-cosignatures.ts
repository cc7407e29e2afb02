import { rows, run, type SqlRunner, sql } from './sql.ts'

/** A witness's line under a checkpoint. */
export type CheckpointCosignature = {
  /** Entries of the checkpoint. */
  readonly size: number
  /** Name of the witness. */
  readonly witness: string
  /** Signature line with LF (C2SP signed-note). */
  readonly line: string
  readonly cosignedAt: Date
}

/** Registers a line. The same witness under the same checkpoint again is no error. */
export async function insertCosignature(runner: SqlRunner, cosignature: CheckpointCosignature): Promise<void> {
  const { size, witness, line, cosignedAt } = cosignature
  await run(
    runner,
    sql`insert into checkpoint_cosignature (size, witness, line, cosigned_at)
        values (${size}, ${witness}, ${line}, ${cosignedAt}) on conflict (size, witness) do nothing`,
  )
}

/** The lines under a checkpoint, by the names of the witnesses. */
export async function cosignaturesOf(runner: SqlRunner, size: number): Promise<CheckpointCosignature[]> {
  const found = await rows<{ size: string; witness: string; line: string; cosigned_at: Date }>(
    runner,
    sql`select * from checkpoint_cosignature where size = ${size} order by witness`,
  )
  return found.map(({ size: at, witness, line, cosigned_at: cosignedAt }) => {
    return { size: Number(at), witness, line, cosignedAt }
  })
}
