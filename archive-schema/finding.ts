/**
 * 检测结果 (outcome of one check item). Nothing passes by default: what was not looked at is `NOT_CHECKED`.
 * `MANUAL_REVIEW` waits for a person.
 */
export const outcomes = ['PASS', 'FAIL', 'MANUAL_REVIEW', 'NOT_APPLICABLE', 'NOT_CHECKED'] as const
export type Outcome = (typeof outcomes)[number]

/** What was looked at, and what was seen. */
export type CheckEvidence = {
  readonly location?: string
  readonly expected?: string
  readonly found?: string
  readonly tool?: string
  /** Version of the tool. */
  readonly version?: string
}

/** What one check item of a standard came to for one record. */
export type Finding = {
  /** Item code of the standard, e.g. `GD-1-10` (DA/T 70-2018). */
  readonly rule: string
  readonly outcome: Outcome
  readonly evidence: readonly CheckEvidence[]
}
