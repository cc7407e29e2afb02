import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { LedgerKeys } from '#storage/keys/ledger-keys.ts'
import { CheckpointStamps } from '#storage/ledger/checkpoint-stamps.ts'
import { CheckpointWitnesses } from '#storage/ledger/checkpoint-witnesses.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import type { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { Log } from './logging.ts'
import type { OpenedWitnesses } from './witnesses.ts'

/** The ledger of an archive, who dates its checkpoints, and who cosigns them. */
export type OpenedLedger = {
  readonly ledger: Ledger
  readonly stamps: CheckpointStamps
  readonly witnesses: CheckpointWitnesses
}

/** Opens it. */
export function openLedger(parts: {
  readonly log: Log
  readonly catalogue: Catalogue
  readonly objects: LedgerObjects
  readonly keys: LedgerKeys
  readonly sources: readonly TimeStampSource[]
  readonly witnesses: OpenedWitnesses
  readonly now: () => Date
}): OpenedLedger {
  const { log, catalogue, objects, keys, sources, witnesses, now } = parts
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
