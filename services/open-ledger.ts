import { join } from 'node:path'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { LedgerKeys } from '#storage/keys/ledger-keys.ts'
import { CheckpointStamps } from '#storage/ledger/checkpoint-stamps.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { Config } from './config.ts'
import type { Log } from './logging.ts'

/** The ledger of an archive as it rests in the store. */
export function ledgerObjects({ dataDir }: Config, store: ObjectStore, now: () => Date): LedgerObjects {
  return new LedgerObjects(store, join(dataDir, 'ledger'), now)
}

/** The ledger of an archive, and who dates its checkpoints. */
export function openLedger(parts: {
  readonly config: Config
  readonly log: Log
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  readonly keys: LedgerKeys
  readonly sources: readonly TimeStampSource[]
  readonly now: () => Date
}): { readonly ledger: Ledger; readonly stamps: CheckpointStamps } {
  const { config, log, catalogue, store, keys, sources, now } = parts
  const objects = ledgerObjects(config, store, now)
  const ledger = new Ledger({
    ...{ catalogue, keys, objects, now },
    onCaughtUp: (from, to) =>
      log.error(
        { event: 'ledger.caught-up', from, to },
        'the database was behind the locked checkpoints: a restored backup?',
      ),
  })
  return { ledger, stamps: new CheckpointStamps({ catalogue, ledger, objects, sources, now }) }
}
