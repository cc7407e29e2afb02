import { z } from 'zod'
import { type Outcome, outcomes } from '#archive-schema/finding.ts'
import { properties } from './inspection-profile.ts'

const checkEvidence = z
  .strictObject({
    location: z.string().exactOptional(),
    expected: z.string().exactOptional(),
    found: z.string().exactOptional(),
    tool: z.string().exactOptional(),
  })
  .readonly()

/** 检测项结果 (what one item came to), with enough beside it to be read without the profile. */
const reportItem = z
  .strictObject({
    /** Item code, e.g. `GD-1-10`. */
    rule: z.string(),
    /** Item in the standard, e.g. `DA/T 70-2018 GD-1-10`. */
    stdRef: z.string(),
    title: z.string(),
    property: z.enum(properties),
    outcome: z.enum(outcomes),
    blocking: z.boolean(),
    /** What is wrong is not in the record and may be mended or pass: another inspection may come to more. */
    retriable: z.literal(true).exactOptional(),
    evidence: z.array(checkEvidence).min(1).readonly(),
    /** What a `PASS` of the item does not say. */
    limits: z.string().exactOptional(),
  })
  .readonly()

/** 四性检测报告 (report of one inspection of one record): every item of the profile once, in its order. */
export const InspectionReport = z
  .strictObject({
    stage: z.literal('gd'),
    profile: z.strictObject({ id: z.string(), version: z.string() }).readonly(),
    /** 电子文件号. */
    number: z.string(),
    /** ISO 8601, UTC. */
    inspectedAt: z.iso.datetime(),
    /** Worst of the blocking items. */
    outcome: z.enum(outcomes),
    items: z.array(reportItem).min(1).readonly(),
  })
  .readonly()

export type InspectionReport = z.output<typeof InspectionReport>
export type ReportItem = z.output<typeof reportItem>

const worstFirst = ['FAIL', 'NOT_CHECKED', 'MANUAL_REVIEW', 'PASS'] as const satisfies readonly Outcome[]

/**
 * 检测结论 of a whole inspection: the worst outcome of its blocking items. What does not apply counts for nothing, so where
 * no blocking item was checked, the conclusion is `NOT_CHECKED`.
 */
export function concludeInspection(items: readonly Pick<ReportItem, 'blocking' | 'outcome'>[]): Outcome {
  const blocking = items.filter((item) => item.blocking)
  return worstFirst.find((outcome) => blocking.some((item) => item.outcome === outcome)) ?? 'NOT_CHECKED'
}

/** The items that hold the record back: blocking, and neither `PASS` nor `NOT_APPLICABLE`. */
export function blockingItems(report: InspectionReport): readonly ReportItem[] {
  return report.items.filter(({ blocking, outcome }) => blocking && outcome !== 'PASS' && outcome !== 'NOT_APPLICABLE')
}

/** How many items came to each outcome, zeros included. */
export function countOutcomes(report: InspectionReport): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { PASS: 0, FAIL: 0, MANUAL_REVIEW: 0, NOT_APPLICABLE: 0, NOT_CHECKED: 0 }
  for (const { outcome } of report.items) counts[outcome] += 1
  return counts
}
