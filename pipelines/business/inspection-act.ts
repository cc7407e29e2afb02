import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import { countOutcomes, type InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { Act } from './enter-act.ts'

/** 检测 as an act: its conclusion, how many items came to what, and the digest of the report. */
export function inspectionAct(report: InspectionReport): Act {
  const counts = Object.entries(countOutcomes(report)).filter(([, count]) => count > 0)
  return {
    number: report.number,
    act: `inspection-${report.stage}`,
    actedAt: new Date(report.inspectedAt),
    description: `${report.profile.id} ${report.profile.version}：${counts.map((count) => count.join(' ')).join('，')}`,
    outcome: report.outcome,
    resultSha256: canonicalDigest(report),
  }
}
