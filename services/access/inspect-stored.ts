import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { inspectCase } from '#pipelines/inspection/inspect-case.ts'
import { loadCase } from '#pipelines/load-case.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { objectReader } from './read-content.ts'

/** 检测: inspects a stored record from its bytes in the store. */
export async function inspectStored(archive: Archive, record: PreservedRecord): Promise<InspectionReport> {
  const { package: sealed, evidence } = record.objects
  const progress = await loadCase(record.caseId, 'archived', archive)
  if (progress === undefined) throw new Error(`the case of record ${record.number} is not archived`)
  return inspectCase(progress, archive, {
    container: objectReader(archive.store, sealed.key, sealed.bytes),
    evidence: objectReader(archive.store, evidence.key, evidence.bytes),
  })
}
