import { join } from 'node:path'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { LedgerKeys } from '#storage/keys/ledger-keys.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { Config } from './config.ts'
import type { Log } from './logging.ts'

/** The ledger of an archive. */
export function openLedger(parts: {
  readonly config: Config
  readonly log: Log
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  readonly keys: LedgerKeys
  readonly now: () => Date
}): Ledger {
  const { config, log, catalogue, store, keys, now } = parts
  return new Ledger({
    ...{ catalogue, keys, now },
    objects: new LedgerObjects(store, join(config.dataDir, 'ledger'), now),
    onCaughtUp: (from, to) =>
      log.error(
        { event: 'ledger.caught-up', from, to },
        'the database was behind the locked checkpoints: a restored backup?',
      ),
  })
}
