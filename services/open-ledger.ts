import { join } from 'node:path'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { LedgerKeys } from '#storage/keys/ledger-keys.ts'
import { CheckpointStamps } from '#storage/ledger/checkpoint-stamps.ts'
import { CheckpointWitnesses } from '#storage/ledger/checkpoint-witnesses.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { Config } from './config.ts'
import type { Log } from './logging.ts'
import type { OpenedWitnesses } from './witnesses.ts'

/** The ledger of an archive as it rests in the store. */
export function ledgerObjects({ dataDir }: Config, store: ObjectStore, now: () => Date): LedgerObjects {
  return new LedgerObjects(store, join(dataDir, 'ledger'), now)
}

/** The ledger of an archive, who dates its checkpoints, and who cosigns them. */
export type OpenedLedger = {
  readonly ledger: Ledger
  readonly stamps: CheckpointStamps
  readonly witnesses: CheckpointWitnesses
}

/** Opens it. */
export function openLedger(parts: {
  readonly config: Config
  readonly log: Log
  readonly catalogue: Catalogue
  readonly store: ObjectStore
  readonly keys: LedgerKeys
  readonly sources: readonly TimeStampSource[]
  readonly witnesses: OpenedWitnesses
  readonly now: () => Date
}): OpenedLedger {
  const { config, log, catalogue, store, keys, sources, witnesses, now } = parts
  const objects = ledgerObjects(config, store, now)
  const ledger = new Ledger({
    ...{ catalogue, keys, objects, now },
    quorum: witnesses.trust?.quorum ?? 0,
    onCaughtUp: (from, to) =>
      log.error(
        { event: 'ledger.caught-up', from, to },
        'the database was behind the locked checkpoints: a restored backup?',
      ),
  })
  const shared = { catalogue, ledger, objects, now }
  return {
    ledger,
    stamps: new CheckpointStamps({ ...shared, sources }),
    witnesses: new CheckpointWitnesses({ ...shared, witnesses: witnesses.addresses }),
  }
}
