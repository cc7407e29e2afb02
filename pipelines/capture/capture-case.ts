import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { BatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { type SendingSystems, systemFaults } from '#archive-schema/sending-systems/sending-systems.ts'
import { insertBatchEntry } from '#storage/catalogue/batch-entries.ts'
import { type CaseRow, identityOf, insertCase, type StagedFile } from '#storage/catalogue/cases.ts'
import type { Catalogue, Transaction } from '#storage/catalogue/catalogue.ts'
import { isDatabaseGone, isDatabaseUnreached } from '#storage/catalogue/database-gone.ts'
import { refuseDisposedCase } from '#storage/catalogue/disposed-records.ts'
import { insertHandoverEvent } from '#storage/catalogue/handover-log.ts'
import { insertRefusal } from '#storage/catalogue/refusals.ts'
import type { StagingArea } from '#storage/staging/staging-area.ts'
import { enterBatch, refuseOtherBatch, refuseOtherUnit } from '../registration-form/enter-batch.ts'
import type { CaptureLimits } from './capture-limits.ts'
import type { CaseSource } from './case-source.ts'
import { checkListing } from './check-listing.ts'
import { readCaseJson } from './read-case-json.ts'
import { stageFiles } from './stage-files.ts'

/** What capture needs. */
export type CaptureTools = {
  readonly catalogue: Catalogue
  readonly staging: StagingArea
  readonly limits: CaptureLimits
  /** 发送系统登记; `undefined` where none is kept: then whoever may hand over is not asked for more. */
  readonly sendingSystems: SendingSystems | undefined
  readonly now: () => Date
  /** 批次 under which the case is handed in, where it is under one. */
  readonly batch?: BatchNumber
  /** Hands the captured case to the pipeline, within the transaction that enters it. */
  readonly dispatch: (caseId: string, transaction: Transaction) => Promise<void>
}

/** 收集结果: entered now, or handed over before with the same content (then the first result stands). */
export type Captured = { readonly caseId: string; readonly repeated: boolean }

/**
 * 收集 (capture, GB/T 42727 6.2): takes a handed-over case in. Every file is hashed while it streams into staging, decided by
 * its content, and compared with what `case.json` says. Throws `ArchiveError`; of a refused case only the refusal is kept.
 */
export async function captureCase(source: CaseSource, tools: CaptureTools): Promise<Captured> {
  const caseId = crypto.randomUUID()
  let caseFile: CaseFile | undefined
  try {
    const entries = await source.entries()
    caseFile = parseCaseFile(await readCaseJson(source, entries, tools.limits))
    if (tools.sendingSystems !== undefined) refuse(systemFaults(tools.sendingSystems, caseFile.source))
    refuseOtherUnit(caseFile, tools.batch)
    checkListing(caseFile, entries, tools.limits)
    const files = await stageFiles(caseId, source, caseFile, tools)
    return await enterCase(caseId, source.name, caseFile, files, tools)
  } catch (error) {
    // After a lost connection nobody knows whether the case was entered: its files stay, and go with the leftovers if not.
    if (!isDatabaseGone(error) || isDatabaseUnreached(error)) await tools.staging.drop(caseId)
    if (error instanceof ArchiveError && error.permanent) await keepRefusal(source.name, caseFile, error, tools)
    else if (!isDatabaseGone(error)) await logFailure(source.name, caseFile, error, tools)
    throw error
  }
}

/** Identity = source system + 业务流水号 + revision; PostgreSQL decides between two hand-overs at the same moment. */
async function enterCase(
  caseId: string,
  folder: string,
  caseFile: CaseFile,
  files: readonly StagedFile[],
  tools: CaptureTools,
): Promise<Captured> {
  const handoverDigest = digestOf(caseFile)
  const known = await tools.catalogue.transact(async (transaction) => {
    const capturedAt = tools.now()
    const handover = { caseFile, files }
    const entry = { id: caseId, ...identityOf(caseFile), handoverDigest, folder, handover, capturedAt }
    const existing = await insertCase(transaction, entry)
    if (existing !== undefined) {
      await refuseOtherBatch(transaction, existing.id, tools.batch)
      return existing
    }
    await refuseDisposedCase(transaction, identityOf(caseFile))
    if (tools.batch !== undefined) await enterBatch(transaction, tools.batch, caseId, capturedAt)
    await tools.dispatch(caseId, transaction)
    return undefined
  })
  if (known === undefined) return { caseId, repeated: false }
  await tools.staging.drop(caseId)
  const captured = answerAgain(known, handoverDigest)
  await logRepeat(folder, known, tools)
  return captured
}

/** A repeat is harmless; other content under a known identity is refused. */
function answerAgain(known: CaseRow, handoverDigest: string): Captured {
  if (known.handoverDigest === handoverDigest) return { caseId: known.id, repeated: true }
  const { systemCode, serialNumber, revision } = known
  throw new ArchiveError({ code: 'IDENTITY_CONFLICT', expected: `${systemCode} ${serialNumber} r${revision}` })
}

/** Digest of everything that was handed over: `case.json` names the digest of every file, and these were found true. */
function digestOf(caseFile: CaseFile): string {
  return digestHex('sha256', JSON.stringify(caseFile))
}

async function keepRefusal(
  folder: string,
  caseFile: CaseFile | undefined,
  { faults }: ArchiveError,
  { catalogue, batch, now }: CaptureTools,
): Promise<void> {
  const identity = caseFile === undefined ? undefined : identityOf(caseFile)
  const refusal = { caseId: undefined, folder, identity, stage: 'capture', faults, refusedAt: now() }
  await catalogue.transact(async (transaction) => {
    const refusalId = await insertRefusal(transaction, refusal)
    if (batch !== undefined) await insertBatchEntry(transaction, batch.number, { refusalId }, refusal.refusedAt)
  })
}

/** 重复交接: harmless, and told (DA/T 94-2022 附录E.1.2 f). */
async function logRepeat(folder: string, known: CaseRow, { catalogue, now }: CaptureTools): Promise<void> {
  const { id: caseId, state: status, stage } = known
  const { systemCode, serialNumber, revision } = known
  const identity = { systemCode, serialNumber, revision }
  const event = { at: now(), kind: 'repeated', status, caseId, identity, folder, stage, code: undefined } as const
  await insertHandoverEvent(catalogue.pool, event)
}

/** Not taken in for a reason that may pass, or through a fault of ours: it has to be handed over again. */
async function logFailure(
  folder: string,
  caseFile: CaseFile | undefined,
  error: unknown,
  { catalogue, now }: CaptureTools,
): Promise<void> {
  const identity = caseFile === undefined ? {} : identityOf(caseFile)
  const code = error instanceof ArchiveError ? error.code : 'PROCESSING_FAILED'
  const nothing = { status: undefined, caseId: undefined, stage: 'capture' } as const
  await insertHandoverEvent(catalogue.pool, { at: now(), kind: 'failed', identity, folder, code, ...nothing })
}
