import { concludeInspection, type InspectionReport, type ReportItem } from './inspection-report.ts'
import { judgeGates } from './judge-gates.ts'
import type { ManualDecision } from './manual-decision.ts'

/**
 * 人工核查结论 in a report: of the items that wait for a person, each becomes what the last decision about this very package
 * says, with all of them beside it. Items that a check has judged stay as they are, whatever anybody has decided.
 */
export function applyDecisions(report: InspectionReport, decisions: readonly ManualDecision[]): InspectionReport {
  const items = report.items.map((item) =>
    decide(
      item,
      decisions.filter(({ rule, stage, number, packageSha256 }) => {
        const isOfRecord = stage === report.stage && number === report.number && packageSha256 === report.target.sha256
        return isOfRecord && rule === item.rule
      }),
    ),
  )
  return { ...report, items, outcome: concludeInspection(items), gates: judgeGates(items) }
}

function decide(item: ReportItem, decisions: readonly ManualDecision[]): ReportItem {
  const last = decisions.at(-1)
  if (item.outcome !== 'MANUAL_REVIEW' || last === undefined) return item
  return { ...item, outcome: last.outcome, decisions }
}
