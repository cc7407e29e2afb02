import { join } from 'node:path'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { examineUnlessCaptured, inspectCase } from './inspect-case.ts'
import { refuseBlocked } from './refuse-blocked.ts'

/** 检测: the four properties of the sealed package, read back from what was written. */
export const inspectionStage: Stage<'inspection'> = {
  name: 'inspection',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const report = await inspectStaged(progress, tools)
    refuseBlocked(report)
    return { result: report }
  },
  restore: remember('inspection'),
}

async function inspectStaged(progress: CaseInProgress, tools: PipelineTools): Promise<InspectionReport> {
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
