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
import { insertCase, readHandover } from '#storage/catalogue/cases.ts'
import { documentsOf, insertDocuments } from '#storage/catalogue/documents.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { takeNumber } from '#storage/catalogue/numbers.ts'
import { insertRecord, type RecordObject, setPreserved } from '#storage/catalogue/records.ts'
import { insertSearchEntries } from '#storage/catalogue/search.ts'
import { sampleFolder } from '../recognition/truth-pages.ts'
import { writeBornDigitalCase } from './born-digital-case.ts'

/** Makes records by the calls that the stages make, without the work of the stages. */
export type HoldingMaker = { make(count: number): Promise<void> }

const [packageBytes, evidenceBytes, caseBytes] = [8_000, 6_000, 260_000] as const
const [atOnce, publishEvery, warmUp] = [4, 1_000, 200] as const

/** All records are like one that has gone through the pipeline; numbers, keys, bytes and statements are their own. */
export async function openHoldingMaker(archive: Archive, folder: string): Promise<HoldingMaker> {
  const { catalogue, profile, store, ledger, now } = archive
  const { pool, transact } = catalogue
  const like = await captureOne(archive, folder)
  const handover = await readHandover(pool, like.caseId)
  if (handover === undefined) throw new Error('the case that all are like has no hand-over')
  const documents = await documentsOf(pool, like.number)
  const staging = join(folder, 'growth')
  await mkdir(staging)

  const storeBytes = async (key: string, bytes: Uint8Array, until: Date): Promise<RecordObject> => {
    const path = join(staging, crypto.randomUUID())
    await writeFile(path, bytes)
    const fixity = measureBytes(bytes)
    const { bytes: stored, version } = await store.put(key, { path, fixity }, until)
    return { key, bytes: stored, sha256: fixity.sha256, version }
  }

  const enter = async (id: string) =>
    transact(async (transaction) => {
      const sequence = { kind: 'electronic-record-code', scope: 'growth' } as const
      const serial = String(await takeNumber(transaction, sequence, id)).padStart(6, '0')
      const [number, archivalCode] = [`430190-0117-GROWTH-2026-D10-${serial}`, `0117-GROWTH-2026-D10-${serial}`]
      const record = { ...like, number, archivalCode, caseId: id, registeredAt: now() }
      const identity = { systemCode: 'GROWTH', serialNumber: serial, revision: 1 }
      const entered = { id, ...identity, handoverDigest: serial, folder: serial, handover, capturedAt: now() }
      await insertCase(transaction, entered)
      await insertDocuments(transaction, number, documents)
      await insertRecord(transaction, record)
      const words = metadataEntry(profile, record, sealedDescription(profile, record.metadata))
      await insertSearchEntries(transaction, number, [words])
      return record
    })

  const makeOne = async (): Promise<void> => {
    const id = crypto.randomUUID()
    const { number, fondsCode } = await enter(id)
    const [place, lockedUntil] = [{ fondsCode, year: '2026', number }, new Date(like.objects.lockedUntil)]
    const evidence = randomBytes(evidenceBytes)
    const objects = {
      package: await storeBytes(packageKey(place), randomBytes(packageBytes), lockedUntil),
      evidence: await storeBytes(evidenceKey(place), evidence, lockedUntil),
      lockedUntil: like.objects.lockedUntil,
    }
    await transact(async (transaction) => {
      const at = now()
      await setPreserved(transaction, number, objects, at)
      await enterAct(transaction, { number, act: 'preservation', actedAt: at, description: objects.package.key })
      await queueEntry(transaction, entryOf('seal', evidence), at)
      await setCaseStage(transaction, { id, stage: 'capture' }, 'preservation', 'archive', at)
    })
  }

  const make = async (count: number) => {
    for (let left = count; left > 0; left -= publishEvery) {
      await timesAtOnce(Math.min(left, publishEvery), makeOne)
      await ledger.publish()
    }
  }
  await make(warmUp)
  return { make }
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
