import { ArchiveError } from '#archive-schema/archive-error.ts'
import { describeFaults } from '#archive-schema/fault.ts'
import { type CheckEvidence, outcomes } from '#archive-schema/finding.ts'
import type { InspectionItem, InspectionProfile, OutsideTool } from '#archive-schema/inspection/inspection-profile.ts'
import {
  concludeInspection,
  type InspectionReport,
  type ReportItem,
} from '#archive-schema/inspection/inspection-report.ts'
import type { Check, CheckResult } from './check.ts'
import { inspectionChecks } from './checks.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import { type InspectionView, openView } from './inspection-view.ts'

/**
 * 四性检测 of one sealed package: every item of the profile, in its order, each with its evidence. Nothing passes by
 * default: an item without a check or without the tool for it, or whose check throws or gives no evidence, is
 * `NOT_CHECKED`.
 *
 * What is wrong with the record stands in the report. Throws only what says nothing of the record: a store that does not
 * answer (to be tried again), a mistake of ours.
 */
export async function inspectPackage(
  subject: InspectionSubject,
  profile: InspectionProfile,
  checks: readonly Check[] = inspectionChecks,
): Promise<InspectionReport> {
  const view = await openView(subject)
  const items: ReportItem[] = []
  for (const item of profile.items) {
    const blocking = item.blocking && missingTool(item, subject) === undefined
    items.push(reportItem(profile, { ...item, blocking }, await checkItem(item, checks, view)))
  }
  return {
    stage: profile.stage,
    profile: { id: profile.id, version: profile.version },
    number: subject.number,
    inspectedAt: subject.at.toISOString(),
    outcome: concludeInspection(items),
    items,
  }
}

/** What an item came to; `retriable` where the answer of somebody else is all that was missing. */
type ItemResult = CheckResult & { readonly retriable?: true }

async function checkItem(item: InspectionItem, checks: readonly Check[], view: InspectionView): Promise<ItemResult> {
  if (item.whyNotApplicable !== undefined)
    return { outcome: 'NOT_APPLICABLE', evidence: [{ found: item.whyNotApplicable }] }
  const missing = missingTool(item, view.subject)
  if (missing !== undefined) return notChecked(missing.whyNotWithout)
  const found = checks.find(({ rule }) => rule === item.code)
  if (found === undefined)
    return notChecked(item.whyNotChecked ?? '本版本没有该项的检测方法 (no check in this version)')
  try {
    const { outcome, evidence } = await found.check(view, item)
    if (!outcomes.includes(outcome)) return notChecked(`检测方法没有给出结果，而是 ${outcome} (no outcome)`)
    if (evidence.every(isEmpty)) return notChecked(`检测方法给出 ${outcome}，但没有依据 (no evidence)`)
    return { outcome, evidence: shortened(evidence) }
  } catch (error) {
    return { ...notChecked(describeError(error)), ...(isPassing(error) ? { retriable: true } : {}) }
  }
}

const isConnected: Readonly<Record<OutsideTool, (subject: InspectionSubject) => boolean>> = {
  'virus-scanner': ({ scanner }) => scanner !== undefined,
}

/** The tool that the item needs, if it is not connected. */
function missingTool({ needs }: InspectionItem, subject: InspectionSubject): InspectionItem['needs'] {
  return needs === undefined || isConnected[needs.tool](subject) ? undefined : needs
}

function isEmpty(evidence: CheckEvidence): boolean {
  return Object.keys(evidence).length === 0
}

function isPassing(error: unknown): boolean {
  return error instanceof ArchiveError && !error.permanent
}

function reportItem(profile: InspectionProfile, item: InspectionItem, result: ItemResult): ReportItem {
  const { code, title, property, blocking, limits } = item
  return {
    rule: code,
    stdRef: `${profile.standard} ${code}`,
    title,
    property,
    outcome: result.outcome,
    blocking,
    ...(result.retriable === undefined ? {} : { retriable: result.retriable }),
    evidence: result.evidence,
    ...(limits === undefined ? {} : { limits }),
  }
}

function notChecked(found: string): CheckResult {
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
