import type { PoolClient } from 'pg'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { newestCheckpoint, newestState, stateOf } from '#storage/catalogue/ledger-states.ts'
import { adoptBundles } from './adopt-bundles.ts'
import { catchUp } from './catch-up.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'
import { emptyState } from './sibling-trees.ts'
import { requireStored } from './stored-checkpoints.ts'

/**
 * Compares the database with the newest checkpoint that is locked in the store. A database that is behind is a restored backup:
 * signing from it would fork the log, so it first catches up from the tiles. What is locked beyond the
 * checkpoint keeps its place. Resolves to whether it was behind.
 * Throws `LEDGER_FORKED` when they contradict each other.
 */
export async function compareWithStore(connection: PoolClient, tools: LedgerTools): Promise<boolean> {
  const wasBehind = await compareCheckpoints(connection, tools)
  await adoptBundles(connection, (await newestState(connection))?.size ?? 0, tools)
  return wasBehind
}

async function compareCheckpoints(connection: PoolClient, tools: LedgerTools): Promise<boolean> {
  const published = (await newestCheckpoint(connection))?.size ?? 0
  const size = (await tools.objects.newestCheckpointAfter(published)) ?? published
  if (size === 0) return false
  const locked = await requireStored(size, tools)
  const state = (await newestState(connection)) ?? emptyState
  if (state.size < size) {
    await catchUp(connection, state, locked, tools)
    tools.onCaughtUp?.(state.size, size)
    return true
  }
  const known = await stateOf(connection, size)
  for (const algorithm of digestAlgorithms)
    if (known?.[algorithm] !== locked.roots[algorithm])
      throw forked(`the locked ${algorithm} checkpoint of ${size} entries has another root than the database`)
  return false
}
