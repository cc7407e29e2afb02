import { attempt } from '#archive-schema/attempt.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { applyDecisions } from '#archive-schema/inspection/apply-decisions.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { inspectRegistered } from '#pipelines/inspection/inspect-case.ts'
import { loadCase } from '#pipelines/load-case.ts'
import { decisionsOf } from '#storage/catalogue/inspection-decisions.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openObject } from '#storage/objects/open-object.ts'
import type { Archive } from '../open-archive.ts'
import { readPreservedState } from './preserved-state.ts'

/**
 * 检测: inspects a stored record from its bytes in the store, at one stage of DA/T 70-2018, with what persons have decided.
 * What is missing from the store, or cannot be read, is a `FAIL` in the report. `container` stands in the place of the stored package.
 */
export async function inspectStored(
  archive: Archive,
  record: PreservedRecord,
  stage: InspectionStage = 'gd',
  container?: ContentReader,
): Promise<InspectionReport> {
  const report = await inspectObjects(archive, record, stage, container)
  return applyDecisions(report, await decisionsOf(archive.catalogue.pool, record.number, stage))
}

async function inspectObjects(
  archive: Archive,
  record: PreservedRecord,
  stage: InspectionStage,
  other: ContentReader | undefined,
) {
  const { package: sealed, evidence } = record.objects
  const progress = await loadCase(record.caseId, 'archived', archive)
  if (progress === undefined) throw new Error(`the case of record ${record.number} is not archived`)
  const container = await attempt(() => other ?? openObject(archive.store, sealed.key))
  const bytes = {
    container: 'value' in container ? container.value : unreadable(container.refusal),
    evidence: await attempt(() => openObject(archive.store, evidence.key)),
  }
  const manner = {
    profile: inspectionProfiles[stage],
    ...(stage === 'bc' ? { preserved: await readPreservedState(archive.store, record, progress) } : {}),
  }
  return inspectRegistered(progress, archive, bytes, record, manner)
}

/** A package that is not there: no bytes, and whoever opens it is told why. */
function unreadable(refusal: Error): ContentReader {
  return { bytes: 0, read: () => Promise.reject(refusal), async *stream() {} }
}
