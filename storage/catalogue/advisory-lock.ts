import type { PoolClient } from 'pg'
import { type Catalogue, withClient } from './catalogue.ts'
import { isDatabaseGone } from './database-gone.ts'
import { firstRow, run, sql } from './sql.ts'

/**
 * Runs `work` under an advisory lock of PostgreSQL, after whoever has it now. `work` is given the connection that holds the lock: when
 * that is lost, so is the lock.
 */
export function underLock<T>(
  { pool }: Catalogue,
  key: number,
  work: (connection: PoolClient) => Promise<T>,
): Promise<T> {
  return withClient(pool, async (connection) => {
    await run(connection, sql`select pg_advisory_lock(${key})`)
    return finallyUnlock(connection, key, work)
  })
}

/** The same if nobody has the lock now; resolves to `undefined` otherwise. */
export function underFreeLock<T>(
  { pool }: Catalogue,
  key: number,
  work: (connection: PoolClient) => Promise<T>,
): Promise<T | undefined> {
  return withClient(pool, async (connection) => {
    const taken = await firstRow<{ is_mine: boolean }>(connection, sql`select pg_try_advisory_lock(${key}) as is_mine`)
    return taken?.is_mine === true ? finallyUnlock(connection, key, work) : undefined
  })
}

/** Where unlocking fails the connection is lost: PostgreSQL has unlocked by itself, and the first error is the one to tell. */
async function finallyUnlock<T>(
  connection: PoolClient,
  key: number,
  work: (connection: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await work(connection)
  } finally {
    await run(connection, sql`select pg_advisory_unlock(${key})`).catch((error: unknown) => {
      if (!isDatabaseGone(error)) throw error
    })
  }
}
