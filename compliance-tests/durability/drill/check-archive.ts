import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import type { DrilledArchive } from './drilled-archive.ts'
import { caseFaults } from './invariants/case-faults.ts'
import { ledgerFaults } from './invariants/ledger-faults.ts'
import { givenNumbers, numberFaults } from './invariants/number-faults.ts'
import { checkQueue, openJobs } from './invariants/queue-faults.ts'
import { rebuildFaults } from './invariants/rebuilt-catalogue.ts'
import { allRecords, keysOf, recordFaults } from './invariants/record-faults.ts'
import { checkStaging } from './invariants/staging-leftovers.ts'
import { viewLedger } from './invariants/stored-ledger.ts'
import { checkNames, journaledNames, storedNames } from './invariants/stored-names.ts'
import { settle } from './settle.ts'
import type { Witness } from './witness.ts'

/** What a check of the whole archive came to. */
export type ArchiveCheck = {
  readonly faults: readonly string[]
  /** What killed processes may leave, and left. */
  readonly leftovers: readonly string[]
  readonly records: number
  readonly entries: number
}

/** Waits until the archive has come to rest, and holds everything that it has and says against what was handed over. */
export async function checkArchive(drilled: DrilledArchive, witness: Witness): Promise<ArchiveCheck> {
  const { acknowledged } = drilled.sender
  await settle(drilled)
  await witness.look(acknowledged)
  const archive = await openArchive(readConfig(drilled.environment), openLog('silent'))
  try {
    const records = await allRecords(archive)
    const names = await checkStoredNames(archive, keysOf(records))
    const queue = await emptyQueue(archive)
    const staging = await checkStaging(archive)
    const ledger = await viewLedger(archive, witness.checkpoints, records)
    const ofRecords: string[] = []
    for (const record of records) ofRecords.push(...(await recordFaults(archive, record)))
    const faults = [
      ...witness.faults,
      ...Object.values(drilled.processes).flatMap(({ failures }) => failures),
      ...(await caseFaults(drilled.api, acknowledged, witness.sightings)),
      ...ofRecords,
      ...names.faults,
      ...numberFaults(await givenNumbers(archive.catalogue.pool)),
      ...ledgerFaults(ledger),
      ...queue.faults,
      ...staging.faults,
    ]
    const leftovers = [...names.leftovers, ...queue.leftovers, ...staging.leftovers]
    return { faults, leftovers, records: records.length, entries: ledger.entries.length }
  } finally {
    await archive.close()
  }
}

/** The last check: when every process has ended, the catalogue is rebuilt from the store alone, and is the one that lives. */
export async function checkRebuilt({ processes, environment }: DrilledArchive): Promise<string[]> {
  await Promise.all(Object.values(processes).map((each) => each.stop()))
  const archive = await openArchive(readConfig(environment), openLog('silent'))
  try {
    return await rebuildFaults(archive)
  } finally {
    await archive.close()
  }
}

/** The journal goes on meanwhile: what it stores while the names are listed may be among them or not. */
async function checkStoredNames({ catalogue, config }: Archive, ofRecords: ReadonlySet<string>) {
  const { keys } = await journaledNames(catalogue.pool)
  const names = await storedNames(config)
  const later = await journaledNames(catalogue.pool)
  return checkNames(names, { keys: ofRecords.union(keys), announced: later.keys.union(later.announced) })
}

/** A job of a case that has ended is fetched once more, a moment later. */
async function emptyQueue({ catalogue }: Archive) {
  for (let tries = 0; ; tries += 1) {
    const check = checkQueue(await openJobs(catalogue.pool))
    if (check.faults.length === 0 || tries === 100) return check
    await pause(100)
  }
}
