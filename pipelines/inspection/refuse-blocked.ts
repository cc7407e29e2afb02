import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { blockingItems, type InspectionReport, type ReportItem } from '#archive-schema/inspection/inspection-report.ts'

/**
 * A blocking item that is not `PASS` holds the record back, also when nobody could look at it: throws `INSPECTION_BLOCKED`
 * with every such item, those that failed first. Another try is worth it only where it may come to more with all of them.
 */
export function refuseBlocked(report: InspectionReport): void {
  const blocking = blockingItems(report)
  const [first, ...rest] = [...blocking.filter(isFailed), ...blocking.filter((item) => !isFailed(item))].map(faultOf)
  if (first === undefined) return
  throw new ArchiveError([first, ...rest], { permanent: !blocking.every(({ retriable }) => retriable === true) })
}

function isFailed({ outcome }: ReportItem): boolean {
  return outcome === 'FAIL'
}

function faultOf({ stdRef, title, outcome, evidence }: ReportItem): Fault {
  return {
    code: 'INSPECTION_BLOCKED',
    field: `${stdRef} ${title}`,
    found: outcome,
    expected: evidence.map(describeEvidence).join('; '),
  }
}

function describeEvidence({ location, expected, found }: CheckEvidence): string {
  return [location, expected, found].filter((part) => part !== undefined).join(' ')
}
