import { join } from 'node:path'
import { applyDecisions } from '#archive-schema/inspection/apply-decisions.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { decisionsOf } from '#storage/catalogue/inspection-decisions.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { resultOf } from '../stage.ts'
import { examineUnlessCaptured, type InspectionTools, inspectCase } from './inspect-case.ts'

/** What the inspection of a staged package works with. */
export type StagedInspectionTools = InspectionTools & Pick<PipelineTools, 'staging'>

/** Inspects the sealed package of a case in staging, with what persons have decided about this very package. */
export async function inspectStaged(progress: CaseInProgress, tools: StagedInspectionTools): Promise<InspectionReport> {
  const report = await inspectFiles(progress, tools)
  return applyDecisions(report, await decisionsOf(tools.catalogue.pool, report.number, report.stage))
}

async function inspectFiles(progress: CaseInProgress, tools: StagedInspectionTools): Promise<InspectionReport> {
  const folder = await tools.staging.folder(progress.id)
  const container = await fileReader(join(folder, resultOf(progress, 'encapsulation').file))
  const evidence = await fileReader(join(folder, resultOf(progress, 'sealing').evidence.file))
  try {
    const examine = examineUnlessCaptured(progress, tools)
    return await inspectCase(progress, tools, { container, evidence: { value: evidence } }, examine)
  } finally {
    await container.close()
    await evidence.close()
  }
}
