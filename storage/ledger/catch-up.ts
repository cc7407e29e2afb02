import type { PoolClient } from 'pg'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { parseEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth, tileIn } from '#archive-schema/ledger/tile-place.ts'
import { inTransaction } from '#storage/catalogue/catalogue.ts'
import { restoreEntry } from '#storage/catalogue/ledger-entries.ts'
import { insertCheckpoint, insertState, type LedgerRoots } from '#storage/catalogue/ledger-states.ts'
import { forked } from './forked.ts'
import type { LedgerObjects } from './ledger-objects.ts'
import type { LedgerTools } from './ledger-tools.ts'
import { appendEntry, loadTrees, rootsOf } from './sibling-trees.ts'
import type { StoredCheckpoints } from './stored-checkpoints.ts'

/**
 * Takes the entries that a database has lost from their bundles in the store, up to a locked checkpoint, whose roots they must
 * have. All of it or nothing. Throws `LEDGER_FORKED` when the database had other entries there.
 */
export async function catchUp(
  connection: PoolClient,
  state: LedgerRoots,
  { roots, notes }: StoredCheckpoints,
  { objects, now }: LedgerTools,
): Promise<void> {
  const trees = await loadTrees(connection, objects, state)
  await inTransaction(connection, async (transaction) => {
    let place = state.size
    for await (const bytes of entriesBetween(objects, state.size, roots.size)) {
      appendEntry(trees, bytes)
      const isRestored = await restoreEntry(transaction, { entry: parseEntry(bytes), place }, now())
      if (!isRestored) throw forked(`the database has another entry ${place} than the store`)
      place += 1
    }
    const found = rootsOf(trees)
    const wrong = digestAlgorithms.filter((algorithm) => found[algorithm] !== roots[algorithm])
    if (wrong.length > 0) throw forked(`the entries of ${roots.size} have another ${wrong.join(' and ')} root`)
    await insertState(transaction, roots, now())
    await insertCheckpoint(transaction, { size: roots.size, notes, publishedAt: now() })
  })
}

async function* entriesBetween(objects: LedgerObjects, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let index = Math.floor(start / fullWidth); index * fullWidth < end; index += 1) {
    const place = tileIn(end, 'entries', index)
    if (place === undefined) return
    yield* (await objects.bundle(place)).slice(Math.max(0, start - index * fullWidth))
  }
}
