import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { RetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import type { SendingSystems } from '#archive-schema/sending-systems/sending-systems.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import { clamdScanner } from '#pipelines/inspection/clamd/clamd-scanner.ts'
import type { VirusScanner } from '#pipelines/inspection/virus-scanner.ts'
import { type Catalogue, openCatalogue } from '#storage/catalogue/catalogue.ts'
import type { EmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import { ScopeTableReader } from '#storage/catalogue/scope-tables.ts'
import type { JournalObjects } from '#storage/journal/journal-objects.ts'
import { type LedgerKeys, openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import type { CheckpointStamps } from '#storage/ledger/checkpoint-stamps.ts'
import type { CheckpointWitnesses } from '#storage/ledger/checkpoint-witnesses.ts'
import { demandOwnKeys } from '#storage/ledger/demand-own-keys.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import { RevokedSigners } from '#storage/ledger/revoked-signers.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { StagingArea } from '#storage/staging/staging-area.ts'
import { CapacityMeter } from './capacity/capacity-meter.ts'
import { openClock, refuseFixedTime } from './clock.ts'
import type { Config } from './config.ts'
import { learnRevocations } from './learn-revocations.ts'
import type { Log } from './logging.ts'
import { readMetadataProfile, requireProfileOfRecords } from './metadata-profile.ts'
import { openDatabase } from './open-database.ts'
import { openJournal } from './open-journal.ts'
import { openLedger } from './open-ledger.ts'
import { type KeptStores, openStores } from './open-stores.ts'
import { readSendingSystems } from './sending-systems.ts'
import { refuseSharedKeys } from './separate-roles.ts'
import { readSignatureAnchors } from './signature-anchors.ts'
import { type OpenedTimeStamps, openTimeStamps } from './time-stamps.ts'
import { type OpenedWitnesses, readWitnesses } from './witnesses.ts'

/** An opened archive: everything that commands, API and workers share. */
export type Archive = {
  readonly config: Config
  readonly log: Log
  readonly catalogue: Catalogue
  readonly scopeTables: ScopeTableReader
  readonly staging: StagingArea
  /** The first store. */
  readonly store: ObjectStore
  readonly stores: KeptStores
  /** 容量. */
  readonly capacity: CapacityMeter
  readonly signer: OpenedSigner
  /** 撤销的签名证书, as of the moment in which it is asked. */
  readonly revokedSigners: RevokedSigners
  readonly ledger: Ledger
  /** 检查点的时间戳. */
  readonly stamps: CheckpointStamps
  /** 见证方. */
  readonly witnesses: CheckpointWitnesses
  /** 台账 in the store. */
  readonly journal: JournalObjects
  readonly signatureAnchors: TrustAnchors
  /** 发送系统登记; absent where none is kept. */
  readonly sendingSystems: SendingSystems | undefined
  readonly profile: Profile
  /** 保管期限和锁定, as configured. */
  readonly retention: RetentionPolicy
  /** 杀毒软件; absent where none is connected. */
  readonly scanner: VirusScanner | undefined
  readonly now: () => Date
  /** Closes what was opened; the embedded database ends with its last user. */
  close(): Promise<void>
}

/**
 * Opens the archive that the configuration describes; what is missing on first start is made.
 * Throws `JOURNAL_AHEAD` for a database that is behind its store, `CONFIGURATION_INVALID` when the data folder, the metadata profile,
 * the trust anchors or the register of sending systems cannot be used.
 */
export async function openArchive(config: Config, log: Log): Promise<Archive> {
  await openDataDir(config)
  const profile = await readMetadataProfile(config.metadataProfile)
  const now = openClock(config.fixedTime)
  const signatureAnchors = await readSignatureAnchors(config.signatureAnchors)
  const sendingSystems = await readSendingSystems(config.sendingSystems)
  await using opened = new AsyncDisposableStack()
  const database = await openDatabase(config, log)
  opened.defer(() => database.leave())
  const catalogue = await openCatalogueOf(profile, database, log)
  opened.defer(() => catalogue.close())
  const stores = openStores(config, catalogue.pool, now)
  // Without the first store there is no archive.
  const store = await stores.first.open()
  const journal = await openJournal({ config, log, store, runner: catalogue.pool, now })
  const objects = new LedgerObjects(store, join(config.dataDir, 'ledger'), now, config.retention.locks)
  const revokedSigners = new RevokedSigners(objects)
  await learnRevocations(join(config.dataDir, 'keys'), revokedSigners)
  const { signer, ...keys } = await openKeys(config, log, objects, now)
  refuseFixedTime(config.fixedTime, signer)
  await demandOwnKeys(catalogue.pool, { objects, keys: keys.keys })
  const ledger = openLedger({ log, catalogue, objects, now, ...keys })
  const capacity = openCapacity(config, stores, catalogue, now)
  const staging = new StagingArea(join(config.dataDir, 'staging'))
  const scopeTables = new ScopeTableReader(catalogue.pool)
  const scanner = config.clamd === undefined ? undefined : clamdScanner(config.clamd)
  const sources = { signatureAnchors, sendingSystems, scanner, retention: config.retention }
  const tools = {
    catalogue,
    scopeTables,
    staging,
    store,
    stores,
    capacity,
    signer,
    revokedSigners,
    ...ledger,
    journal,
    profile,
    now,
    ...sources,
  }
  const held = opened.move()
  return { config, log, ...tools, close: () => held.disposeAsync() }
}

function openCapacity(config: Config, stores: KeptStores, { pool }: Catalogue, now: () => Date): CapacityMeter {
  const [first, second] = [stores.first.address, stores.second?.address]
  return new CapacityMeter({ runner: pool, dataDir: config.dataDir, first, second, limits: config.capacity, now })
}

type Keys = {
  readonly signer: OpenedSigner
  readonly keys: LedgerKeys
  readonly sources: OpenedTimeStamps['sources']
  readonly witnesses: OpenedWitnesses
}

/** The keys of each role; verifiers are given all of them. */
async function openKeys(config: Config, log: Log, objects: LedgerObjects, now: () => Date): Promise<Keys> {
  const signer = await openPackageSigner(config, log, now())
  const ledger = await openLedgerKeys({
    dataDir: config.dataDir,
    origin: config.ledger.origin,
    configured: config.ledger.keys,
    sizeOf: async () => (await objects.newestCheckpointAfter(0)) ?? 0,
  })
  if (ledger.isTest && !signer.isTest)
    log.warn({ event: 'ledger.test-keys' }, 'packages are signed with configured keys, checkpoints with test keys')
  const isTest = signer.isTest && ledger.isTest
  const { sources, trust: time } = await openTimeStamps(config, now)
  const witnesses = await readWitnesses(config.ledger.witnesses)
  const trust = {
    ...signer.trust,
    ledger: ledger.trust,
    ...(witnesses.trust === undefined ? {} : { witnesses: witnesses.trust }),
    ...(time === undefined ? {} : { time }),
  }
  const opened = { ...signer, isTest, trust }
  await refuseSharedKeys(opened)
  return { signer: opened, keys: ledger, sources, witnesses }
}

async function openPackageSigner(config: Config, log: Log, now: Date): Promise<OpenedSigner> {
  const { dataDir, signerAlgorithm: algorithm, signerKeys: keys, sm2SignatureProfile: sm2Profile } = config
  const opened = await openSigner({ dataDir, algorithm, sm2Profile, now, ...(keys === undefined ? {} : { keys }) })
  for (const err of [opened.signer.unfit, opened.sm2Signer?.unfit]) {
    if (err !== undefined)
      log.error({ err, event: 'signer.unfit' }, 'a package signer is not fit: cases wait until a restart')
  }
  return opened
}

async function openCatalogueOf(profile: Profile, { connectionString }: EmbeddedDatabase, log: Log): Promise<Catalogue> {
  const catalogue = await openCatalogue(connectionString, {
    onError: (error) => log.error({ err: error, event: 'database.error' }, 'database connection lost'),
  })
  try {
    await requireProfileOfRecords(catalogue, profile)
    return catalogue
  } catch (error) {
    await catalogue.close()
    throw error
  }
}

async function openDataDir({ dataDir }: Config): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'DATA_DIR', found }, { cause: error })
  }
}
