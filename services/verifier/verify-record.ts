import { attempt } from '#archive-schema/attempt.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { verifySealing } from '#archive-schema/evidence/seal.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { checkFiles } from './check-files.ts'
import { checkManifests } from './check-manifests.ts'
import { evidenceFile, type Readings, readRecord } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** What one step of a verification came to. */
export type VerificationStep = {
  readonly step: 'statement' | 'files' | 'manifests' | 'signature'
  readonly ok: boolean
  /** What was verified, or everything that is wrong. */
  readonly detail: string
}

/** Proofs that the evidence does not hold: nothing is known of them, so they are never reported as right. */
export type PendingStep = 'checkpoint' | 'ledger' | 'time' | 'signature-sm2'

/** 验证报告: all steps in their order, failed ones too. `ok` says that every step is right and nothing of the pending ones. */
export type VerificationReport = {
  /** 电子文件号, if the statement could be read. */
  readonly number: string | undefined
  readonly ok: boolean
  readonly steps: readonly VerificationStep[]
  readonly pending: readonly PendingStep[]
}

/**
 * Verifies a record from its bytes, its evidence and `trust` alone. What is wrong with the record is reported, never
 * thrown; an error that is thrown says that the record could not be looked at.
 */
export async function verifyRecord(record: RecordUnderTest, trust: Trust): Promise<VerificationReport> {
  const readings = await readRecord(record)
  const steps = [
    reportStatement(readings),
    reportFiles(record, readings),
    reportManifests(record, readings),
    await reportSignature(record, trust),
  ]
  return {
    number: 'value' in readings.statement ? readings.statement.value.id : undefined,
    ok: steps.every((step) => step.ok),
    steps,
    pending: ['checkpoint', 'ledger', 'time', 'signature-sm2'],
  }
}

function reportStatement({ statement }: Readings): VerificationStep {
  if ('refusal' in statement) return { step: 'statement', ok: false, detail: statement.refusal.message }
  const { id, version, sealedAt } = statement.value
  return { step: 'statement', ok: true, detail: `${id} version ${version}, sealed ${sealedAt.toISOString()}` }
}

function reportFiles(record: RecordUnderTest, readings: Readings): VerificationStep {
  const right = `${record.files.length} files, each with the SHA-256 and SM3 of the manifests`
  return reportOf('files', checkFiles(record, readings), right)
}

function reportManifests(record: RecordUnderTest, readings: Readings): VerificationStep {
  const right = 'numbers of files and bytes and digests of both manifests as stated'
  return reportOf('manifests', checkManifests(record, readings), right)
}

async function reportSignature(record: RecordUnderTest, trust: Trust): Promise<VerificationStep> {
  const part = (name: string) => evidenceFile(record, name)
  const verified = await attempt(() =>
    verifySealing(part(evidenceFileNames.signature), part(evidenceFileNames.statement), trust),
  )
  if ('refusal' in verified) return { step: 'signature', ok: false, detail: verified.refusal.message }
  const { algorithm, signer, certificate } = verified.value
  return { step: 'signature', ok: true, detail: `${algorithm} by ${signer} (certificate ${certificate})` }
}

function reportOf(step: VerificationStep['step'], faults: readonly string[], right: string): VerificationStep {
  return { step, ok: faults.length === 0, detail: faults.length === 0 ? right : faults.join('; ') }
}
