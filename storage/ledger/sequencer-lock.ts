import type { PoolClient } from 'pg'
import { type Catalogue, withClient } from '#storage/catalogue/catalogue.ts'
import { isDatabaseGone } from '#storage/catalogue/database-gone.ts'
import { run, sql } from '#storage/catalogue/sql.ts'

/** Key of the advisory lock of the one sequencer; any constant of our own will do. */
const sequencerLock = 0x0a_2c_41_1e

/**
 * Runs `work` as the only sequencer of the ledger, after whoever is it now. It MUST use `connection` for everything in the
 * database: when that is lost, so is the lock, and nothing more can be committed.
 */
export function asSequencer<T>({ pool }: Catalogue, work: (connection: PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, async (connection) => {
    await run(connection, sql`select pg_advisory_lock(${sequencerLock})`)
    try {
      return await work(connection)
    } finally {
      await unlock(connection)
    }
  })
}

/** Where this fails the connection is lost: PostgreSQL has unlocked by itself, and the first error is the one to tell. */
async function unlock(connection: PoolClient): Promise<void> {
  await run(connection, sql`select pg_advisory_unlock(${sequencerLock})`).catch((error: unknown) => {
    if (!isDatabaseGone(error)) throw error
  })
}
