import { stageTerm } from '#pipelines/stage-names.ts'
import { type CaseStatus, caseStatus, pipelineStatus } from '../../access/case-status.ts'
import { type CopyStatus, copyStatus } from '../../access/copy-now.ts'
import { type LockStatus, lockStatus } from '../../access/lock-status.ts'
import type { Capacity } from '../../capacity/capacity.ts'
import { tellCapacity } from '../../capacity/tell-capacity.ts'
import type { Archive } from '../../open-archive.ts'
import { faultLines, print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Where one case stands, or how many cases stand where. */
export async function status(id: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const { catalogue } = archive
    const found = id === undefined ? await archiveStatus(archive) : await caseStatus(catalogue, id)
    if (options.json === true) return printJson(found)
    return print('timeline' in found ? describeCase(found) : describeArchive(found))
  })
}

type ArchiveStatus = Awaited<ReturnType<typeof pipelineStatus>> & {
  readonly copies?: CopyStatus
  readonly locks: LockStatus
  readonly capacity: Capacity
}

/** What stands where, how far the second copy is behind, where there is one, whether locks are in order, and how much room there is. */
async function archiveStatus(archive: Archive): Promise<ArchiveStatus> {
  const { catalogue, now } = archive
  const [counts, copies] = [await pipelineStatus(catalogue), await copyStatus(archive)]
  const [locks, capacity] = [await lockStatus(catalogue, now()), await archive.capacity.measure()]
  return { ...counts, ...(copies === undefined ? {} : { copies }), locks, capacity }
}

function describeArchive(status: ArchiveStatus): string {
  return [describeCounts(status), ...lockLines(status.locks)].join('\n')
}

/** Nothing while every lock is in order. */
function lockLines({ faults, lapsed, alarms }: LockStatus): string[] {
  if (faults + lapsed === 0) return []
  const counts = table([
    ['锁定未能续期 locks not renewed', `${faults}`],
    ['锁定已失效 locks lapsed', `${lapsed}`],
  ])
  return [counts, ...alarms.map(({ code, key, since, found }) => `${code}  ${key}  ${since}\n  ${found}`)]
}

function describeCounts({ stages, archived, refused, review, copies, capacity }: ArchiveStatus): string {
  const moving = Object.entries(stages).map(([stage, cases]) => [stageTerm(stage), `${cases}`])
  return table([
    ...moving,
    ['已归档 archived', `${archived}`],
    ['拒收 refused', `${refused}`],
    ['待人工 review', `${review}`],
    ...(copies === undefined ? [] : [['待复制 not copied yet', describeLag(copies)]]),
    ...tellCapacity(capacity),
  ])
}

function describeLag({ waiting, lagSeconds, alarm }: CopyStatus): string {
  return `${waiting}${waiting === 0 ? '' : `，${Math.round(lagSeconds)} s`}${alarm ? ' ⚠ 告警 alarm' : ''}`
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
