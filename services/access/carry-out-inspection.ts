import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { enterAct } from '#pipelines/business/enter-act.ts'
import { inspectionAct } from '#pipelines/business/inspection-act.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { inspectStored } from './inspect-stored.ts'

/**
 * 检测 as somebody asks for it: inspects a stored record, and enters that it was inspected and what it came to (DA/T 94-2022
 * E.1.4 c), whatever that was.
 */
export async function carryOutInspection(
  archive: Archive,
  record: PreservedRecord,
  stage: InspectionStage,
): Promise<InspectionReport> {
  const report = await inspectStored(archive, record, stage)
  await enterAct(archive.catalogue.pool, inspectionAct(report))
  return report
}
