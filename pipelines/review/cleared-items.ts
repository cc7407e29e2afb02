import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { blockingItems, type ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { inspectStaged } from '../inspection/inspect-staged.ts'
import { loadCase } from '../load-case.ts'
import type { ReviewTools } from './review-tools.ts'
import { notWaiting, type WaitingCase } from './waiting-case.ts'

type Clearance = Extract<CaseAnswer, { decision: 'clear' }>

/**
 * 放行: what a person decides on items of the inspection. The package is inspected now, so that nobody clears what was not
 * seen; as long as one item has failed or was not checked, nothing is cleared. Throws `REVIEW_NOT_CLEARABLE` with every
 * reason.
 */
export async function clearedItems(
  waiting: WaitingCase,
  { rules, by, role, remark }: Clearance,
  tools: Omit<ReviewTools, 'queue'>,
): Promise<readonly ManualDecision[]> {
  if (waiting.waitsAt !== 'inspection') throw notAnInspection(waiting)
  const progress = await loadCase(waiting.id, 'review', tools)
  if (progress === undefined) throw notWaiting(waiting.id)
  const report = await inspectStaged(progress, tools)
  const blocking = blockingItems(report)
  refuse([...blocking.filter((item) => !isForPersons(item)).map(notForPersons), ...notWaitingFor(rules, blocking)])
  const { number, stage, target } = report
  const decidedAt = tools.now().toISOString()
  const about = { outcome: 'PASS', stage, number, packageSha256: target.sha256, decidedAt } as const
  return rules.map((rule) => ({ rule, by, ...(role === undefined ? {} : { role }), remark, ...about }))
}

/** The profile leaves the item to a person, and it waits for one. */
function isForPersons({ outcome, clearance }: ReportItem): boolean {
  return outcome === 'MANUAL_REVIEW' && clearance !== undefined
}

function notForPersons({ rule, title, outcome, evidence }: ReportItem): Fault {
  const expected = evidence.map(({ location, found }) => [location ?? [], found ?? []].flat().join(' ')).join('; ')
  return { code: 'REVIEW_NOT_CLEARABLE', field: `${rule} ${title}`, found: outcome, expected }
}

/** Items that were named and do not wait. */
function notWaitingFor(rules: readonly string[], blocking: readonly ReportItem[]): Fault[] {
  const waiting = blocking.filter(isForPersons).map(({ rule }) => rule)
  return rules
    .filter((rule) => !waiting.includes(rule))
    .map((rule) => ({ code: 'REVIEW_NOT_CLEARABLE', field: rule, found: '∅', expected: waiting.join(', ') }))
}

function notAnInspection({ waitsAt, faults }: WaitingCase): ArchiveError {
  const found = faults.map(({ code }) => code).join(', ')
  return new ArchiveError({ code: 'REVIEW_NOT_CLEARABLE', field: waitsAt, found, expected: 'retry, return' })
}
