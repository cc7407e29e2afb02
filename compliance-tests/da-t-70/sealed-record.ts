import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Outcome } from '#archive-schema/finding.ts'
import { ruleOf } from '#archive-schema/inspection/inspection-profile.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import type { Check } from '#pipelines/inspection/check.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import { readSample, type Sample, type SampleChange, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'

/** A sample record that can be sealed again and again, each time with another change, and inspected at any stage. */
export type SealedRecord = {
  readonly sample: Sample
  readonly signer: OpenedSigner
  inspect(stage: InspectionStage, change?: SampleChange, checks?: readonly Check[]): Promise<InspectionReport>
  close(): Promise<void>
}

/** Prepares a sample case, with keys of its own. */
export async function prepareRecord(name = '06-employment-registration-instant'): Promise<SealedRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'da-t-70-'))
  const signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  const sample = await readSample(name)
  return {
    sample,
    signer,
    inspect: async (stage, change, checks) =>
      inspectPackage(await sealSample(sample, signer, change), inspectionProfiles[stage], checks),
    close: () => rm(folder, { recursive: true }),
  }
}

/** What the items that a check serves came to. */
export function outcomesOf(report: InspectionReport, ...checks: readonly string[]): readonly Outcome[] {
  const served = inspectionProfiles[report.stage].items.filter(({ check, code }) =>
    checks.includes(check ?? code ?? ''),
  )
  return served.flatMap((item) =>
    report.items.filter(({ rule }) => rule === ruleOf(item)).map(({ outcome }) => outcome),
  )
}

/** Names of the items with an outcome. */
export function rulesWith(report: InspectionReport, outcome: Outcome): readonly string[] {
  return report.items.filter((item) => item.outcome === outcome).map(({ rule }) => rule)
}
