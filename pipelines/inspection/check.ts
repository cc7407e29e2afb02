import type { CheckEvidence, Outcome } from '#archive-schema/finding.ts'
import type { InspectionItem } from '#archive-schema/inspection/inspection-profile.ts'
import type { InspectionView } from './inspection-view.ts'

/** What a check came to. A `PASS` without evidence is none: the engine takes it as `NOT_CHECKED`. */
export type CheckResult = {
  readonly outcome: Outcome
  readonly evidence: readonly CheckEvidence[]
  /** What is wrong is not in the record and may be mended or pass: the same check may come to more later. */
  readonly retriable?: true
}

/**
 * 检测方法 (how one item is checked): looks, decides and keeps nothing. What is wrong with the record is a `FAIL` in the
 * result; what the check could not do is thrown, and the engine makes it `NOT_CHECKED`, to be tried again if the error
 * passes. A check whose tool is not connected is not run.
 */
export type Check = {
  /** Item code, e.g. `GD-1-10`. */
  readonly rule: string
  check(view: InspectionView, item: InspectionItem): Promise<CheckResult> | CheckResult
}

/** `FAIL` with every fault; without a fault, `PASS` with what was looked at. */
export function judge(faults: readonly CheckEvidence[], seen: CheckEvidence): CheckResult {
  return faults.length > 0 ? { outcome: 'FAIL', evidence: faults } : { outcome: 'PASS', evidence: [seen] }
}
