import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { blockingItems, type InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { examineUnlessCaptured, inspectCase } from './inspect-case.ts'

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
    return await inspectCase(progress, tools, { container, evidence }, examineUnlessCaptured(progress, tools))
  } finally {
    await container.close()
    await evidence.close()
  }
}

/**
 * A blocking item that is not PASS holds the record back, also when nobody could look at it. The case waits where another
 * try may come to more with all of them, and goes to a person where not.
 */
function refuseBlocked(report: InspectionReport): void {
  const blocking = blockingItems(report)
  const [first, ...rest] = blocking.map(({ stdRef, title, outcome, evidence }) => {
    const seen = evidence.map(({ location, expected, found }) => [location, expected, found].join(' ')).join('; ')
    return { code: 'INSPECTION_BLOCKED', field: `${stdRef} ${title}`, found: outcome, expected: seen } as const
  })
  if (first === undefined) return
  throw new ArchiveError([first, ...rest], { permanent: !blocking.every(({ retriable }) => retriable === true) })
}
