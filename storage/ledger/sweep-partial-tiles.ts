import type { PoolClient } from 'pg'
import { fullWidth } from '#archive-schema/ledger/tile-place.ts'
import { setSweptTiles, sizeAt, sweptTiles } from '#storage/catalogue/ledger-states.ts'
import type { LedgerTools } from './ledger-tools.ts'

/** Stores that lock whatever is written lock it for a day. */
const ageMs = 25 * 3_600_000
/** Tiles that are swept at once: what is left waits for the next time. */
const mostAtOnce = 64

/**
 * Removes the partial tiles and bundles for which the full one is there (C2SP tlog-tiles allows it): every checkpoint leaves some.
 * Of the levels above the leaves they stay; there are few. Resolves to the number of tiles whose partial ones are gone.
 */
export async function sweepPartialTiles(connection: PoolClient, { objects, now }: LedgerTools): Promise<number> {
  const swept = await sweptTiles(connection)
  const full = Math.floor((await sizeAt(connection, new Date(now().getTime() - ageMs))) / fullWidth)
  const end = Math.min(full, swept + mostAtOnce)
  for (let index = swept; index < end; index += 1) await objects.removePartialTiles(index)
  if (end > swept) await setSweptTiles(connection, end)
  return Math.max(0, end - swept)
}
