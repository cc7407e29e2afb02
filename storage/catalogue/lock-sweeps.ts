import { firstRow, run, type SqlRunner, sql } from './sql.ts'

/** Where a look over the locks below a prefix stands. */
export type LockSweep = { readonly after: string; readonly completedAt: Date | undefined }

/** The last look over a prefix; `undefined` before the first. */
export async function lockSweepOf(runner: SqlRunner, prefix: string): Promise<LockSweep | undefined> {
  const row = await firstRow<{ after: string; completed_at: Date | null }>(
    runner,
    sql`select after, completed_at from lock_sweep where prefix = ${prefix}`,
  )
  return row && { after: row.after, completedAt: row.completed_at ?? undefined }
}

/** Begins a new look from the first key on. */
export async function beginLockSweep(runner: SqlRunner, prefix: string, at: Date): Promise<void> {
  await run(
    runner,
    sql`insert into lock_sweep (prefix, after, began_at) values (${prefix}, '', ${at})
        on conflict (prefix) do update set after = '', began_at = excluded.began_at, completed_at = null`,
  )
}

/** Keeps the last key that was looked at, for whoever goes on after a crash. */
export async function advanceLockSweep(runner: SqlRunner, prefix: string, after: string): Promise<void> {
  await run(runner, sql`update lock_sweep set after = ${after} where prefix = ${prefix}`)
}

/** The look has come to the last key. */
export async function completeLockSweep(runner: SqlRunner, prefix: string, at: Date): Promise<void> {
  await run(runner, sql`update lock_sweep set completed_at = ${at} where prefix = ${prefix}`)
}
