import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { type Outcome, outcomes } from '#archive-schema/finding.ts'
import { gateNames } from './gates.ts'
import { properties } from './inspection-profile.ts'
import { inspectionStages } from './inspection-stage.ts'
import { ManualDecision } from './manual-decision.ts'

const checkEvidence = z
  .strictObject({
    location: z.string().exactOptional(),
    expected: z.string().exactOptional(),
    found: z.string().exactOptional(),
    tool: z.string().exactOptional(),
    /** Version of the tool. */
    version: z.string().exactOptional(),
  })
  .readonly()

/** 检测项结果 (what one item came to), with enough beside it to be read without the profile. */
const reportItem = z
  .strictObject({
    /** Item code, e.g. `GD-1-10`, or the identifier of our own where no code was seen. */
    rule: z.string(),
    ruleId: z.string(),
    /** Item or cell in the standard, e.g. `DA/T 70-2018 GD-1-10`, `DA/T 70-2018 BC/1-5`. */
    stdRef: z.string(),
    /** Sub-clause with its stage, e.g. `GD/1-3`. */
    cell: z.string().exactOptional(),
    title: z.string(),
    property: z.enum(properties),
    /** 检测依据和方法. */
    basis: z.string(),
    /** Where the item comes from, and how sure that is; `none`: its text was not seen (条文未见). */
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low', 'none']),
    outcome: z.enum(outcomes),
    blocking: z.boolean(),
    /** What is wrong is not in the record and may be mended or pass: another inspection may come to more. */
    retriable: z.literal(true).exactOptional(),
    whyNotBlocking: z.string().exactOptional(),
    evidence: z.array(checkEvidence).min(1).readonly(),
    /** What a person was asked, and what persons have decided, in order of time: the last one holds. */
    question: z.string().exactOptional(),
    /** What a person may answer where the check leaves the item to one before 归档. */
    clearance: z.string().exactOptional(),
    decisions: z.array(ManualDecision).min(1).readonly().exactOptional(),
    /** What a `PASS` of the item does not say. */
    limits: z.string().exactOptional(),
  })
  .readonly()

/** 关口结论 (what one of the three gates came to), with the items that answer for it. */
const gateResult = z
  .strictObject({
    gate: z.enum(gateNames),
    /** What the law asks. */
    requirement: z.string(),
    source: z.string(),
    outcome: z.enum(outcomes),
    rules: z.array(z.string()).readonly(),
  })
  .readonly()

/** 四性检测报告 (report of one inspection of one record): every item of the profile once, in its order. */
export const InspectionReport = z
  .strictObject({
    stage: z.enum(inspectionStages),
    profile: z.strictObject({ id: z.string(), version: z.string() }).readonly(),
    /** 电子文件号. */
    number: z.string(),
    /** The package as it was found. */
    target: z.strictObject({ bytes: z.int(), sha256: Sha256Hex }).readonly(),
    /** ISO 8601, UTC. */
    inspectedAt: z.iso.datetime(),
    /** 检测工具. */
    tool: z.strictObject({ name: z.string(), version: z.string() }).readonly(),
    /** Worst of the blocking items. */
    outcome: z.enum(outcomes),
    /** 来源可靠, 程序规范, 要素合规. */
    gates: z.array(gateResult).readonly(),
    items: z.array(reportItem).min(1).readonly(),
  })
  .readonly()

export type InspectionReport = z.output<typeof InspectionReport>
export type GateResult = z.output<typeof gateResult>
export type ReportItem = z.output<typeof reportItem>

const worstFirst = ['FAIL', 'NOT_CHECKED', 'MANUAL_REVIEW', 'PASS'] as const satisfies readonly Outcome[]

/**
 * 检测结论 of a whole inspection: the worst outcome of its blocking items. What does not apply counts for nothing, so where
 * no blocking item was checked, the conclusion is `NOT_CHECKED`.
 */
export function concludeInspection(items: readonly Pick<ReportItem, 'blocking' | 'outcome'>[]): Outcome {
  return worstOutcome(items.filter((item) => item.blocking))
}

/** The worst outcome; what does not apply counts for nothing, and nothing at all is `NOT_CHECKED`. */
export function worstOutcome(items: readonly Pick<ReportItem, 'outcome'>[]): Outcome {
  return worstFirst.find((outcome) => items.some((item) => item.outcome === outcome)) ?? 'NOT_CHECKED'
}

/** The items that hold the record back: blocking, and neither `PASS` nor `NOT_APPLICABLE`. */
export function blockingItems(report: InspectionReport): readonly ReportItem[] {
  return report.items.filter(({ blocking, outcome }) => blocking && outcome !== 'PASS' && outcome !== 'NOT_APPLICABLE')
}

/** How many items came to each outcome, zeros included. */
export function countOutcomes(report: {
  readonly items: readonly { readonly outcome: Outcome }[]
}): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { PASS: 0, FAIL: 0, MANUAL_REVIEW: 0, NOT_APPLICABLE: 0, NOT_CHECKED: 0 }
  for (const { outcome } of report.items) counts[outcome] += 1
  return counts
}
