import { join } from 'node:path'
import { collect } from '#archive-schema/content-reader.ts'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { fullWidth, tileIn } from '#archive-schema/ledger/tile-place.ts'
import { readSeal } from '#pipelines/preservation/read-seal.ts'
import type { Archive } from '#services/open-archive.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import { checkpointPrefix } from '#storage/ledger/object-keys.ts'
import type { LedgerView, SeenCheckpoint } from './ledger-faults.ts'

/** The ledger as it rests in the store; the stored checkpoints are added to those that were seen. */
export async function viewLedger(
  { store, ledger, signer, config, now }: Archive,
  seen: readonly SeenCheckpoint[],
  records: readonly PreservedRecord[],
): Promise<LedgerView> {
  if (signer.trust.ledger === undefined) throw new Error('the archive believes no ledger')
  const objects = new LedgerObjects(store, join(config.dataDir, 'ledger'), now)
  const stored: SeenCheckpoint[] = []
  for (const algorithm of digestAlgorithms)
    for await (const key of store.list(checkpointPrefix(algorithm)))
      stored.push({ algorithm, note: await collect(store.read(key)) })
  // After the checkpoints: it may grow meanwhile, by tokens.
  const size = (await ledger.counts()).committed
  const entries: Uint8Array[] = []
  for (let index = 0; index * fullWidth < size; index += 1) {
    const place = tileIn(size, 'entries', index)
    if (place !== undefined) entries.push(...(await objects.bundle(place)))
  }
  const statements: string[] = []
  for (const { objects: kept } of records) statements.push((await readSeal(store, kept.evidence.key)).sha256)
  return { trust: signer.trust.ledger, entries, seen: [...seen, ...stored], statements }
}
