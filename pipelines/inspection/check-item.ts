import { ArchiveError } from '#archive-schema/archive-error.ts'
import { describeFaults } from '#archive-schema/fault.ts'
import { type CheckEvidence, outcomes } from '#archive-schema/finding.ts'
import type { InspectionItem } from '#archive-schema/inspection/inspection-profile.ts'
import type { Check, CheckResult } from './check.ts'
import type { InspectionView } from './inspection-view.ts'
import { missingTool } from './outside-tools.ts'
import { withToolVersion } from './tool-versions.ts'

/**
 * Checks one item. Nothing passes by default: without a check or the tool for it, and where the check throws, gives no
 * outcome or no evidence, the item is `NOT_CHECKED`.
 */
export async function checkItem(
  item: InspectionItem,
  checks: readonly Check[],
  view: InspectionView,
): Promise<CheckResult> {
  if (item.whyNotApplicable !== undefined)
    return { outcome: 'NOT_APPLICABLE', evidence: [{ found: item.whyNotApplicable }] }
  const missing = missingTool(item, view.subject)
  if (missing !== undefined) return notChecked(missing.whyNotWithout)
  const found = checks.find(({ rule }) => rule === (item.check ?? item.code))
  if (found === undefined && item.question !== undefined)
    return { outcome: 'MANUAL_REVIEW', evidence: [{ location: '人工核查', expected: item.question }] }
  if (found === undefined)
    return notChecked(item.whyNotChecked ?? '本版本没有该项的检测方法 (no check in this version)')
  return runCheck(() => found.check(view, item))
}

/** Runs a check; one that throws or gives no outcome or no evidence has not checked anything. */
export async function runCheck(check: () => Promise<CheckResult> | CheckResult): Promise<CheckResult> {
  try {
    const result = await check()
    const { outcome, evidence } = result
    if (!outcomes.includes(outcome)) return notChecked(`检测方法没有给出结果，而是 ${outcome} (no outcome)`)
    if (evidence.every(isEmpty)) return notChecked(`检测方法给出 ${outcome}，但没有依据 (no evidence)`)
    return { ...result, evidence: shortened(evidence).map(withToolVersion) }
  } catch (error) {
    return { ...notChecked(describeError(error)), ...(isPassing(error) ? { retriable: true } : {}) }
  }
}

function isEmpty(evidence: CheckEvidence): boolean {
  return Object.keys(evidence).length === 0
}

function isPassing(error: unknown): boolean {
  return error instanceof ArchiveError && !error.permanent
}

/** An item that nobody looked at, and why. */
export function notChecked(found: string): CheckResult {
  return { outcome: 'NOT_CHECKED', evidence: [{ found }] }
}

function describeError(error: unknown): string {
  if (error instanceof ArchiveError) return describeFaults(error.faults, 'zh')
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** A report is read by people; of a thousand faults of one kind the first ones tell enough. */
const mostEvidence = 50

function shortened(evidence: readonly CheckEvidence[]): readonly CheckEvidence[] {
  const rest = evidence.length - mostEvidence
  if (rest <= 0) return evidence
  return [...evidence.slice(0, mostEvidence), { found: `另有 ${rest} 项未列出 (${rest} more)` }]
}
