import { Pool, type PoolClient } from 'pg'
import { migrate } from './migrate.ts'

/** A transaction: everything that is done through it happens together or not at all. */
export type Transaction = PoolClient

/** 目录数据库 (the catalogue): a pool of connections to a migrated PostgreSQL database. */
export type Catalogue = {
  readonly pool: Pool
  readonly connectionString: string
  /** Runs `work` in one transaction; rolls back when it throws. */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Connects, and brings the schema up to date. */
export async function openCatalogue(
  connectionString: string,
  options: { readonly connections?: number; readonly onError?: (error: Error) => void } = {},
): Promise<Catalogue> {
  const pool = new Pool({ connectionString, max: options.connections ?? 8, application_name: 'guidang' })
  // An idle connection that breaks must not end the process: the next query reports it.
  pool.on('error', (error) => options.onError?.(error))
  await withClient(pool, migrate)
  return {
    pool,
    connectionString,
    transact: (work) => withClient(pool, (client) => inTransaction(client, work)),
    close: () => pool.end(),
  }
}

async function withClient<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

async function inTransaction<T>(client: PoolClient, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
