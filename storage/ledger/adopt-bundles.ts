import type { PoolClient } from 'pg'
import { parseEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth } from '#archive-schema/ledger/tile-place.ts'
import { inTransaction } from '#storage/catalogue/catalogue.ts'
import { restoreEntry } from '#storage/catalogue/ledger-entries.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'

/**
 * Takes over the entries of whole bundles beyond what the database has committed: they were locked by a process that died before a
 * checkpoint covered them, and a database that has lost them could put nothing else in their place. They keep their places and are
 * appended with the next round. Throws `LEDGER_FORKED` where the database has other entries there.
 */
export async function adoptBundles(
  connection: PoolClient,
  committed: number,
  { objects, now }: LedgerTools,
): Promise<void> {
  for (let index = Math.floor(committed / fullWidth); await objects.hasFullBundle(index); index += 1) {
    const entries = await objects.bundle({ level: 'entries', index, width: fullWidth })
    await inTransaction(connection, async (transaction) => {
      for (const [i, bytes] of entries.entries()) {
        const place = index * fullWidth + i
        if (place < committed) continue
        const isTaken = await restoreEntry(transaction, { entry: parseEntry(bytes), place }, now())
        if (!isTaken) throw forked(`the database has another entry ${place} than the locked bundle ${index}`)
      }
    })
  }
}
