import type { Outcome } from '#archive-schema/finding.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { localTimeOf } from '#archive-schema/metadata/local-time.ts'

/** The outcomes as a form has them, in the order of its columns. */
export const outcomeTerms = {
  PASS: '合格',
  FAIL: '不合格',
  MANUAL_REVIEW: '待人工核查',
  NOT_APPLICABLE: '不适用',
  NOT_CHECKED: '未检测',
} as const satisfies Record<Outcome, string>

/** How sure it is that the standard has the item so. Of an item without text no conformity is claimed. */
export const confidenceTerms = {
  high: '高',
  medium: '中',
  low: '低',
  none: '条文未见 text not seen',
} as const satisfies Record<ReportItem['confidence'], string>

/** An instant in China's time. */
export function chinaTime(instant: string): string {
  return localTimeOf(Date.parse(instant))
}
