import { Pool, type PoolClient } from 'pg'
import { codedIfGone } from './database-gone.ts'
import { migrate } from './migrate.ts'

/** A transaction: everything that is done through it happens together or not at all. */
export type Transaction = PoolClient

/** 目录数据库 (the catalogue): a pool of connections to a migrated PostgreSQL database. */
export type Catalogue = {
  readonly pool: Pool
  readonly connectionString: string
  /**
   * Runs `work` in one transaction; rolls back when it throws. Throws `DATABASE_UNAVAILABLE` when the connection is lost:
   * then it may have happened or not.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Connects, and brings the schema up to date. */
export async function openCatalogue(
  connectionString: string,
  options: { readonly connections?: number; readonly onError?: (error: Error) => void } = {},
): Promise<Catalogue> {
  const pool = new Pool({ connectionString, max: options.connections ?? 8, application_name: 'guidang' })
  let isClosing = false
  // An idle connection that breaks must not end the process: the next query reports it. One that is being ended may break.
  pool.on('error', (error) => {
    if (!isClosing) options.onError?.(error)
  })
  // One that breaks while it is lent, or in the moment of lending, must not either: the next statement reports it.
  pool.on('connect', (client) => client.on('error', leaveToStatement))
  try {
    await withClient(pool, (client) => inTransaction(client, migrate))
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    pool,
    connectionString,
    transact: (work) => withClient(pool, (client) => inTransaction(client, work)),
    close: () => {
      isClosing = true
      return pool.end()
    },
  }
}

/**
 * Lends a connection of its own to `use`, for what lasts longer than one transaction: it keeps its session's locks, and when it is
 * lost, everything that follows fails.
 */
export async function withClient<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    const client = await pool.connect()
    try {
      return await use(client)
    } finally {
      client.release()
    }
  } catch (error) {
    throw codedIfGone(error)
  }
}

/** Runs `work` in one transaction of a connection; rolls back when it throws. */
export async function inTransaction<T>(client: PoolClient, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // Where this fails as well, the connection is lost and PostgreSQL rolls back by itself: the first error is the one to tell.
    await client.query('rollback').catch(leaveToStatement)
    throw error
  }
}

function leaveToStatement(): void {}
