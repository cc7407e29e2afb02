import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { restoreDisposals } from '#pipelines/disposal/restore-disposals.ts'
import { adoptCopies } from '#pipelines/rebuild/adopt-copies.ts'
import { indexRecord } from '#pipelines/rebuild/index-record.ts'
import { settlePlaces } from '#pipelines/rebuild/settle-places.ts'
import { takenNumbers } from '#pipelines/rebuild/taken-numbers.ts'
import { restoreRetentionActs } from '#pipelines/retention/restore-acts.ts'
import { type Catalogue, openCatalogue } from '#storage/catalogue/catalogue.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { countPreserved, type PreservedRecord, preservedRecordsAfter } from '#storage/catalogue/records.ts'
import { filledTables } from '#storage/journal/replay/filled-tables.ts'
import { type Replayed, replayJournal } from '#storage/journal/replay/replay-journal.ts'
import type { ReplayTools } from '#storage/journal/replay/replay-tools.ts'
import { openClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Log } from '../logging.ts'
import { readMetadataProfile } from '../metadata-profile.ts'
import { type Archive, openArchive } from '../open-archive.ts'
import { journalSources } from '../open-journal.ts'
import { openStores } from '../open-stores.ts'
import { verifyStored } from './verify-stored.ts'

export type RebuildRequest = {
  /** The database; it must be empty unless it is to catch up. */
  readonly databaseUrl: string
  /** A restored backup is brought up to the store. */
  readonly isCatchUp: boolean
}

/** What was rebuilt, and what could not be taken. */
export type Rebuilt = Replayed & { readonly verified: number; readonly faults: readonly Fault[] }

/**
 * 重建目录: from the store alone, into an empty database; or brings a restored backup up to the store. First what the journal says, then
 * the ledger is compared with its locked checkpoints, and what was done on terms, holds and destroyed records since the journal was last
 * written is done again; then every package is verified against its evidence, and the search index made from the stored text. Throws
 * `REBUILD_NOT_EMPTY`, `STORE_UNAVAILABLE`.
 */
export async function rebuildArchive(
  config: Config,
  log: Log,
  { databaseUrl, isCatchUp }: RebuildRequest,
  onProgress: ReplayTools['onProgress'],
): Promise<Rebuilt> {
  const faults: Fault[] = []
  const tools = { onFault: (fault: Fault) => void faults.push(fault), onProgress }
  const replayed = await replayInto({ ...config, databaseUrl }, isCatchUp, tools)
  const archive = await openArchive({ ...config, databaseUrl }, log)
  try {
    const compared = await attempt(() => archive.ledger.compare())
    if ('refusal' in compared) faults.push(compared.refusal.faults[0])
    await adoptCopies({ ...archive, store: await archive.stores.first.openBare() })
    const { unproven, orphaned } = await restoreRetentionActs(archive)
    for (const file of [...unproven, ...(await restoreDisposals(archive))])
      faults.push({ code: 'REBUILD_ACT_UNPROVEN', file })
    for (const file of orphaned) faults.push({ code: 'REBUILD_ACT_ORPHANED', file })
    const verified = await verifyRecords(archive, tools)
    return { ...replayed, verified, faults }
  } finally {
    await archive.close()
  }
}

type Tools = Pick<ReplayTools, 'onFault' | 'onProgress'>

async function replayInto(
  config: Config & { databaseUrl: string },
  isCatchUp: boolean,
  tools: Tools,
): Promise<Replayed> {
  const profile = await readMetadataProfile(config.metadataProfile)
  const now = openClock(config.fixedTime)
  const catalogue = await openCatalogue(config.databaseUrl)
  try {
    if (!isCatchUp) await demandEmpty(catalogue)
    const stores = openStores(config, catalogue.pool, now)
    const store = await stores.first.openBare()
    const sources = journalSources(stores, store, config, now)
    return await catalogue.transact(async (transaction) => {
      const replayed = await replayJournal(transaction, {
        ...tools,
        ...sources,
        takenNumbers: () => takenNumbers(transaction, { ...tools, store, profile }),
      })
      await settlePlaces(transaction, store)
      return replayed
    })
  } finally {
    await catalogue.close()
  }
}

async function demandEmpty({ pool }: Catalogue): Promise<void> {
  const filled = await filledTables(pool)
  if (filled.length > 0) throw new ArchiveError({ code: 'REBUILD_NOT_EMPTY', found: filled.join(', ') })
}

const pageSize = 100

/** Verifies every record from its bytes in the store, and makes it findable. Resolves to the number of those that are right. */
async function verifyRecords(archive: Archive, tools: Tools): Promise<number> {
  const { pool } = archive.catalogue
  const total = await countPreserved(pool)
  let [done, right] = [0, 0]
  const records = eachRow<PreservedRecord>((last) => preservedRecordsAfter(pool, last?.number ?? '', pageSize))
  for await (const record of records) {
    tools.onProgress({ phase: 'verification', done, total })
    done += 1
    if (await takeRecord(archive, record, tools)) right += 1
  }
  return right
}

async function takeRecord(archive: Archive, record: PreservedRecord, { onFault }: Tools): Promise<boolean> {
  const indexed = await attempt(() => archive.catalogue.transact((t) => indexRecord(t, record, archive)))
  if ('refusal' in indexed) onFault(indexed.refusal.faults[0])
  const { ok, steps } = await verifyStored(archive, record)
  const wrong = steps.filter((step) => !step.ok).map(({ step, detail }) => `${step}: ${detail}`)
  if (!ok) onFault({ code: 'REBUILD_RECORD_INVALID', file: record.number, found: wrong.join('; ') })
  return ok && 'value' in indexed
}
