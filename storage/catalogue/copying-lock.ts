import { type Catalogue, withClient } from './catalogue.ts'
import { isDatabaseGone } from './database-gone.ts'
import { firstRow, run, sql } from './sql.ts'

/** Key of the advisory lock of whoever copies; any constant of our own will do. */
const copyingLock = 0x0a_2c_41_1f

/** Runs `work` unless another process does the same now. Resolves to `undefined` in that case. */
export function asOnlyCopier<T>({ pool }: Catalogue, work: () => Promise<T>): Promise<T | undefined> {
  return withClient(pool, async (connection) => {
    const taken = await firstRow<{ is_mine: boolean }>(
      connection,
      sql`select pg_try_advisory_lock(${copyingLock}) as is_mine`,
    )
    if (taken?.is_mine !== true) return undefined
    try {
      return await work()
    } finally {
      // Where this fails the connection is lost, and PostgreSQL has unlocked by itself.
      await run(connection, sql`select pg_advisory_unlock(${copyingLock})`).catch((error: unknown) => {
        if (!isDatabaseGone(error)) throw error
      })
    }
  })
}
