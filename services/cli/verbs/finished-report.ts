import { type FinishedReport, type FinishedState, finishedReport } from '../../access/finished-report.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type ReportOptions = { readonly state?: FinishedState; readonly json?: boolean }

/** Which finished cases are not archived, how urgent that is, and what is missing between their numbers. */
export async function reportFinished({ state, json }: ReportOptions): Promise<void> {
  await withArchive(async (archive) => {
    const report = await finishedReport(archive, state === undefined ? {} : { states: [state] })
    return json === true ? printJson(report) : print(describe(report))
  })
}

const stateTerms = {
  archived: '已归档 archived',
  due: '待归档 due',
  alarm: '催报 alarm',
  overdue: '逾期 overdue',
} as const satisfies Record<FinishedState, string>

function describe({ on, counts, cases, gaps }: FinishedReport): string {
  const sums = Object.entries(stateTerms).map(([state, term]) => [term, `${counts[state as FinishedState]}`])
  const heading = ['系统', '业务流水号', '受理编号', '办结日期', '状态', '交接', '按期至', '电子文件号']
  const rows = cases.map((each) => [
    each.systemCode,
    each.serialNumber,
    each.acceptanceNumber ?? '',
    each.finishedOn,
    stateTerms[each.state],
    each.handover,
    each.overdueAfter,
    each.number ?? '',
  ])
  const missing = gaps.map(({ systemCode, from, to, missing }) => ['断号', systemCode, from, to, `${missing}`])
  return [[['截至 on', on], ...sums], [heading, ...rows], missing]
    .filter((part) => part.length > 0)
    .map(table)
    .join('\n\n')
}
