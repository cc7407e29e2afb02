import { stageTerm } from '#pipelines/stage-names.ts'
import { type ArchiveStatus, archiveStatus } from '../../access/archive-status.ts'
import { type CaseStatus, caseStatus } from '../../access/case-status.ts'
import type { CopyStatus } from '../../access/copy-now.ts'
import type { DueStatus } from '../../access/due-status.ts'
import type { LockStatus } from '../../access/lock-status.ts'
import { tellCapacity } from '../../capacity/tell-capacity.ts'
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

function describeCounts({ stages, archived, refused, review, journal, copies, due, capacity }: ArchiveStatus): string {
  const moving = Object.entries(stages).map(([stage, cases]) => [stageTerm(stage), `${cases}`])
  return table([
    ...moving,
    ['已归档 archived', `${archived}`],
    ['拒收 refused', `${refused}`],
    ['待人工 review', `${review}`],
    ['台账待写 not journaled yet', describeLag(journal.waiting, journal)],
    ...(copies === undefined ? [] : [['待复制 not copied yet', describeCopies(copies)]]),
    ...dueRows(due),
    ...tellCapacity(capacity),
  ])
}

/** Records; then objects of journal and ledger, where any wait. */
function describeCopies({ waiting, journal, ledger, ...lag }: CopyStatus): string {
  const beside = journal + ledger === 0 ? '' : ` + ${journal + ledger} (台账、账本 journal, ledger)`
  return describeLag(`${waiting}${beside}`, lag)
}

/** Nothing while nothing is due. */
function dueRows({ records, since = '', openLists }: DueStatus): [string, string][] {
  return [
    ...(records === 0 ? [] : [['到期待鉴定 due for appraisal', `${records}，自 ${since}`] as [string, string]]),
    ...(openLists === 0 ? [] : [['未办结清册 open disposal lists', `${openLists}`] as [string, string]]),
  ]
}

function describeLag(waiting: number | string, { lagSeconds, alarm }: Pick<CopyStatus, 'lagSeconds' | 'alarm'>) {
  return `${waiting}${lagSeconds === 0 ? '' : `，${Math.round(lagSeconds)} s`}${alarm ? ' ⚠ 告警 alarm' : ''}`
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
