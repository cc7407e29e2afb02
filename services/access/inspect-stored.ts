import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { inspectRegistered } from '#pipelines/inspection/inspect-case.ts'
import { loadCase } from '#pipelines/load-case.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { openObject } from './read-content.ts'

/** 检测: inspects a stored record from its bytes in the store. Throws `STORE_OBJECT_MISSING`, `EVIDENCE_INVALID`. */
export async function inspectStored(archive: Archive, record: PreservedRecord): Promise<InspectionReport> {
  const { package: sealed, evidence } = record.objects
  const progress = await loadCase(record.caseId, 'archived', archive)
  if (progress === undefined) throw new Error(`the case of record ${record.number} is not archived`)
  const container = await openObject(archive.store, sealed.key)
  const held = await openObject(archive.store, evidence.key)
  return inspectRegistered(progress, archive, { container, evidence: held }, record)
}
