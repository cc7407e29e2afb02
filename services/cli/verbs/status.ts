import { stageTerm } from '#pipelines/stage-names.ts'
import { type CaseStatus, caseStatus, pipelineStatus } from '../../access/case-status.ts'
import { faultLines, print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Where one case stands, or how many cases stand where. */
export async function status(id: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async ({ catalogue }) => {
    const found = id === undefined ? await pipelineStatus(catalogue) : await caseStatus(catalogue, id)
    if (options.json === true) return printJson(found)
    return print('timeline' in found ? describeCase(found) : describeCounts(found))
  })
}

function describeCounts({ stages, archived, refused, review }: Awaited<ReturnType<typeof pipelineStatus>>): string {
  const moving = Object.entries(stages).map(([stage, cases]) => [stageTerm(stage), `${cases}`])
  return table([
    ...moving,
    ['已归档 archived', `${archived}`],
    ['拒收 refused', `${refused}`],
    ['待人工 review', `${review}`],
  ])
}

function describeCase({
  id,
  folder,
  outcome,
  number,
  archivalCode,
  faults = [],
  waitsFor = [],
  timeline,
}: CaseStatus): string {
  const heading = [`${folder}  ${outcome}  ${number ?? ''}  ${archivalCode ?? ''}`.trimEnd(), id]
  const steps = table(timeline.map(({ stage, at }) => [stageTerm(stage), stage, at]))
  return [...heading, steps, ...[...faults, ...waitsFor].map(faultLines)].join('\n')
}
