import type { ObjectFixity } from '#archive-schema/fixity.ts'
import {
  type InspectionItem,
  type InspectionProfile,
  ruleOf,
  stdRefOf,
} from '#archive-schema/inspection/inspection-profile.ts'
import {
  concludeInspection,
  type InspectionReport,
  type ReportItem,
} from '#archive-schema/inspection/inspection-report.ts'
import { judgeGates } from '#archive-schema/inspection/judge-gates.ts'
import { software } from '../software.ts'
import type { Check, CheckResult } from './check.ts'
import { checkItem } from './check-item.ts'
import { inspectionChecks } from './checks.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import { openView } from './inspection-view.ts'
import { missingTool } from './outside-tools.ts'

/**
 * 四性检测 of one sealed package: every item of the profile, in its order, each with its evidence. Nothing passes by
 * default: an item that has a question and no check waits for a person (`MANUAL_REVIEW`); any other without a check or
 * without the tool for it, or whose check throws or gives no evidence, is `NOT_CHECKED`.
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
  const { bytes, sha256 } = view.measured
  return inspectionReport(profile, { number: subject.number, target: { bytes, sha256 }, at: subject.at }, items)
}

/** The report of all items of a profile. */
export function inspectionReport(
  { id, version, stage }: InspectionProfile,
  { number, target, at }: { readonly number: string; readonly target: ObjectFixity; readonly at: Date },
  items: readonly ReportItem[],
): InspectionReport {
  const outcome = concludeInspection(items)
  return {
    stage,
    profile: { id, version },
    number,
    target,
    inspectedAt: at.toISOString(),
    tool: software,
    outcome,
    gates: judgeGates(items),
    items,
  }
}

/** An item of the profile with what it came to. */
export function reportItem(profile: InspectionProfile, item: InspectionItem, result: CheckResult): ReportItem {
  const { code: _, check: __, needs: ___, databaseMaxAgeDays: ____, whyNotChecked, whyNotApplicable, ...told } = item
  return { rule: ruleOf(item), stdRef: stdRefOf(profile, item), ...told, ...result }
}
