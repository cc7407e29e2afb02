import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { verifySealing, verifySm2Sealing } from '#archive-schema/evidence/seal.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { checkFiles } from './check-files.ts'
import { findInLedger, hasProofs, type LedgerProofs, readProofs } from './check-ledger.ts'
import { checkManifests } from './check-manifests.ts'
import { demandNotRevoked } from './check-revocation.ts'
import { hasStamps, type ProvedTime, provedInstant, readTime } from './check-time.ts'
import { evidenceFile, type Readings, readRecord } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** What one step of a verification came to. */
export type VerificationStep = {
  readonly step: 'statement' | 'files' | 'manifests' | 'checkpoint' | 'ledger' | 'time' | 'signature' | 'signature-sm2'
  readonly ok: boolean
  /** What was verified, or everything that is wrong. */
  readonly detail: string
}

/** Proofs that the evidence does not hold, or that `trust` says nothing of: nothing is known of them, so they are never right. */
const pendingSteps = ['checkpoint', 'ledger', 'time', 'signature-sm2'] as const
export type PendingStep = (typeof pendingSteps)[number]

/** 验证报告: all steps in their order, failed ones too. `ok` says that every step is right and nothing of the pending ones. */
export type VerificationReport = {
  /** 电子文件号, if the statement could be read. */
  readonly number: string | undefined
  readonly ok: boolean
  readonly steps: readonly VerificationStep[]
  readonly pending: readonly PendingStep[]
}

/**
 * Verifies a record from its bytes, its evidence and `trust` alone, at the instant `now`: what nothing independent dates must
 * still be good then. What is wrong with the record is reported, never thrown; an error that is thrown says that the record
 * could not be looked at.
 */
export async function verifyRecord(record: RecordUnderTest, trust: Trust, now: Date): Promise<VerificationReport> {
  const readings = await readRecord(record)
  const proofs = trust.ledger === undefined ? undefined : await readProofs(record, trust.ledger, trust.witnesses)
  const index = proofs === undefined ? undefined : await findInLedger(record, readings.statement, proofs)
  const ledger = proofs === undefined || index === undefined ? [] : reportLedger(record, proofs, index)
  const time = proofs === undefined ? undefined : await readStamps(record, readings, { trust, now, proofs })
  const at = time !== undefined && 'value' in time ? provedInstant(time.value) : now
  const judging = { trust, at, ...(index !== undefined && 'value' in index ? { index: index.value } : {}) }
  const steps = [
    reportStatement(readings),
    reportFiles(record, readings),
    reportManifests(record, readings),
    ...ledger,
    ...(time === undefined ? [] : [reportAttempt('time', time, describeTime)]),
    await reportSignature(record, judging),
    ...(await reportSm2Signature(record, judging)),
  ]
  const done = new Set(steps.map(({ step }) => step))
  return {
    number: 'value' in readings.statement ? readings.statement.value.id : undefined,
    ok: steps.every((step) => step.ok),
    steps,
    pending: pendingSteps.filter((step) => !done.has(step)),
  }
}

function reportStatement({ statement }: Readings): VerificationStep {
  return reportAttempt('statement', statement, ({ id, version, sealedAt }) => {
    return `${id} version ${version}, sealed ${sealedAt.toISOString()}`
  })
}

function reportFiles(record: RecordUnderTest, readings: Readings): VerificationStep {
  const right = `${record.files.length} files, each with the SHA-256 and SM3 of the manifests`
  return reportOf('files', checkFiles(record, readings), right)
}

function reportManifests(record: RecordUnderTest, readings: Readings): VerificationStep {
  const right = 'numbers of files and bytes and digests of both manifests as stated'
  return reportOf('manifests', checkManifests(record, readings), right)
}

/** Nothing where there is nothing to verify. */
function reportLedger(
  record: RecordUnderTest,
  proofs: LedgerProofs,
  index: Attempt<number>,
): readonly VerificationStep[] {
  if (!hasProofs(record)) return []
  const checkpoint = 'value' in proofs ? proofs.value[0]?.checkpoint : undefined
  return [
    reportAttempt('checkpoint', proofs, () => `${checkpoint?.origin} with ${checkpoint?.size} entries, both trees`),
    reportAttempt('ledger', index, (place) => `entry ${place} of both trees`),
  ]
}

/** Nothing where there is nothing to verify, or nobody's time is trusted. */
async function readStamps(
  record: RecordUnderTest,
  { statement }: Readings,
  { trust: { time }, now, proofs }: { readonly trust: Trust; readonly now: Date; readonly proofs: LedgerProofs },
): Promise<Attempt<ProvedTime> | undefined> {
  if (time === undefined || !hasStamps(record)) return undefined
  return readTime(record, statement, proofs, { trust: time, now })
}

function describeTime({ tokens, renewals }: ProvedTime): string {
  const told = (stamps: ProvedTime['renewals']) =>
    stamps.map(({ at, authority }) => `${at.toISOString()} by ${authority}`)
  const stamped = `stamped ${told(tokens).join(', ')}`
  return renewals.length === 0 ? stamped : `${stamped}; renewed ${told(renewals).join(', ')}`
}

function reportAttempt<T>(
  step: VerificationStep['step'],
  attempted: Attempt<T>,
  right: (value: T) => string,
): VerificationStep {
  if ('refusal' in attempted) return { step, ok: false, detail: attempted.refusal.message }
  return { step, ok: true, detail: right(attempted.value) }
}

function isSignedBySm2({ evidence }: RecordUnderTest): boolean {
  return evidence.has(evidenceFileNames.signatureSm2)
}

/** Whom to believe, and what does not depend on the signer: an instant, and the place in the ledger if that is proved. */
type Judging = { readonly trust: Trust; readonly at: Date; readonly index?: number }

function reportSignature(record: RecordUnderTest, judging: Judging): Promise<VerificationStep> {
  return reportSignatureFile(record, 'signature', evidenceFileNames.signature, judging, verifySealing)
}

/** Records of before have no SM2 signature: nothing is reported of it, and it is named among what is pending. */
async function reportSm2Signature(record: RecordUnderTest, judging: Judging): Promise<readonly VerificationStep[]> {
  if (!isSignedBySm2(record)) return []
  const name = evidenceFileNames.signatureSm2
  return [await reportSignatureFile(record, 'signature-sm2', name, judging, verifySm2Sealing)]
}

async function reportSignatureFile(
  record: RecordUnderTest,
  step: 'signature' | 'signature-sm2',
  name: string,
  { trust, at, index }: Judging,
  verify: typeof verifySealing,
): Promise<VerificationStep> {
  const part = (file: string) => evidenceFile(record, file)
  const verified = await attempt(() => {
    const signature = verify(part(name), part(evidenceFileNames.statement), trust, at)
    demandNotRevoked(signature, trust, index)
    return signature
  })
  return reportAttempt(step, verified, ({ algorithm, profile, signer, certificate }) => {
    return `${algorithm} (${profile}) by ${signer} (certificate ${certificate})`
  })
}

function reportOf(step: VerificationStep['step'], faults: readonly string[], right: string): VerificationStep {
  return { step, ok: faults.length === 0, detail: faults.length === 0 ? right : faults.join('; ') }
}
