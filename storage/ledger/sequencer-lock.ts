import type { PoolClient } from 'pg'
import { underLock } from '#storage/catalogue/advisory-lock.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'

/** Key of the advisory lock of the one sequencer; any constant of our own will do. */
const sequencerLock = 0x0a_2c_41_1e

/**
 * Runs `work` as the only sequencer of the ledger, after whoever is it now. It MUST use `connection` for everything in the
 * database: when that is lost, so is the lock, and nothing more can be committed.
 */
export function asSequencer<T>(catalogue: Catalogue, work: (connection: PoolClient) => Promise<T>): Promise<T> {
  return underLock(catalogue, sequencerLock, work)
}
