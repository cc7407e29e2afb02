import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sealedDescription } from '#archive-schema/description/description.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { enterAct } from '#pipelines/business/enter-act.ts'
import { metadataEntry } from '#pipelines/metadata-entry.ts'
import { evidenceKey, packageKey } from '#pipelines/preservation/object-keys.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { captureAndWait } from '#services/cli/verbs/capture.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { importScopeTables } from '#services/intake/import-scope-tables.ts'
import type { Archive } from '#services/open-archive.ts'
import { setCaseStage } from '#storage/catalogue/case-moves.ts'
import { type Handover, insertCase, readHandover } from '#storage/catalogue/cases.ts'
import { type DocumentEntry, documentsOf, insertDocuments } from '#storage/catalogue/documents.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { takeNumber } from '#storage/catalogue/numbers.ts'
import {
  insertRecord,
  type PreservedRecord,
  type RecordEntry,
  type RecordObject,
  setPreserved,
} from '#storage/catalogue/records.ts'
import { insertSearchEntries } from '#storage/catalogue/search.ts'
import { sampleFolder } from '../recognition/truth-pages.ts'
import { writeBornDigitalCase } from './born-digital-case.ts'

const [packageBytes, evidenceBytes, caseBytes] = [8_000, 6_000, 260_000] as const
const [atOnce, publishEvery, warmUp] = [4, 1_000, 200] as const

/** What all records are like: one that has gone through the pipeline. */
type Pattern = {
  readonly record: PreservedRecord
  readonly handover: Handover
  readonly documents: readonly DocumentEntry[]
}

/** Ready to make records in an archive, after the first ones. `folder` is for what is on its way into the store. */
export async function openHoldingMaker(archive: Archive, folder: string): Promise<HoldingMaker> {
  const { pool } = archive.catalogue
  const record = await captureOne(archive, folder)
  const handover = await readHandover(pool, record.caseId)
  if (handover === undefined) throw new Error('the case that all are like has no hand-over')
  const staging = join(folder, 'growth')
  await mkdir(staging)
  const maker = new HoldingMaker(
    archive,
    { record, handover, documents: await documentsOf(pool, record.number) },
    staging,
  )
  await maker.make(warmUp)
  return maker
}

/** Makes records by the calls that the stages make, without the work of the stages. Numbers, keys, bytes and statements differ. */
export class HoldingMaker {
  readonly #archive: Archive
  readonly #pattern: Pattern
  readonly #staging: string

  constructor(archive: Archive, pattern: Pattern, staging: string) {
    this.#archive = archive
    this.#pattern = pattern
    this.#staging = staging
  }

  /** Makes so many, some at a time, and publishes a checkpoint every now and then. */
  async make(count: number): Promise<void> {
    for (let left = count; left > 0; left -= publishEvery) {
      await timesAtOnce(Math.min(left, publishEvery), () => this.#makeOne())
      await this.#archive.ledger.publish()
    }
  }

  async #makeOne(): Promise<void> {
    const { lockedUntil } = this.#pattern.record.objects
    const { number, fondsCode, caseId } = await this.#enter(crypto.randomUUID())
    const place = { fondsCode, year: '2026', number }
    const evidence = randomBytes(evidenceBytes)
    const objects = {
      package: await this.#store(packageKey(place), randomBytes(packageBytes), lockedUntil),
      evidence: await this.#store(evidenceKey(place, 1), evidence, lockedUntil),
      lockedUntil,
    }
    await this.#archive.catalogue.transact(async (transaction) => {
      const at = this.#archive.now()
      await setPreserved(transaction, number, objects, at)
      await enterAct(transaction, { number, act: 'preservation', actedAt: at, description: objects.package.key })
      await queueEntry(transaction, entryOf('seal', evidence), at)
      await setCaseStage(transaction, { id: caseId, stage: 'capture' }, 'preservation', 'archive', at)
    })
  }

  /** Case, documents, record and search text under the next number. */
  #enter(caseId: string): Promise<RecordEntry> {
    const { catalogue, profile, now } = this.#archive
    const { record: like, handover, documents } = this.#pattern
    return catalogue.transact(async (transaction) => {
      const sequence = { kind: 'electronic-record-code', scope: 'growth' } as const
      const serial = String(await takeNumber(transaction, sequence, caseId)).padStart(6, '0')
      const [number, archivalCode] = [`430190-0117-GROWTH-2026-D10-${serial}`, `0117-GROWTH-2026-D10-${serial}`]
      const record = { ...like, number, archivalCode, caseId, registeredAt: now() }
      const identity = { systemCode: 'GROWTH', serialNumber: serial, revision: 1 }
      const entered = { ...identity, id: caseId, handoverDigest: serial, folder: serial, handover, capturedAt: now() }
      await insertCase(transaction, entered)
      await insertDocuments(transaction, number, documents)
      await insertRecord(transaction, record)
      const words = metadataEntry(profile, record, sealedDescription(profile, record.metadata))
      await insertSearchEntries(transaction, number, [words])
      return record
    })
  }

  async #store(key: string, bytes: Uint8Array, lockedUntil: string): Promise<RecordObject> {
    const path = join(this.#staging, crypto.randomUUID())
    await writeFile(path, bytes)
    const fixity = measureBytes(bytes)
    const { bytes: stored, version } = await this.#archive.store.put(key, { path, fixity }, new Date(lockedUntil))
    return { key, bytes: stored, sha256: fixity.sha256, version }
  }
}

async function captureOne(archive: Archive, folder: string) {
  await importScopeTables(archive, parseScopeTables(await readFile(join(sampleFolder, 'scope-tables.json'))))
  const path = await writeBornDigitalCase(join(folder, 'like'), 'GROWTH-LIKE', caseBytes)
  const outcomes: CaseOutcome[] = []
  const tell = async (outcome: CaseOutcome) => void outcomes.push(outcome)
  await captureAndWait([path], archive, tell, new AbortController().signal)
  const [{ number, faults } = {}] = outcomes
  if (number === undefined) throw new Error(`the case that all are like was not archived: ${JSON.stringify(faults)}`)
  return requireRecord(archive.catalogue, number)
}

async function timesAtOnce(count: number, work: () => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: count }).values()
  const worker = async () => {
    for (const _ of waiting) await work()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
