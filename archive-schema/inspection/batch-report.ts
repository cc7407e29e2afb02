import type { Outcome } from '#archive-schema/finding.ts'
import type { FormSummary } from '#archive-schema/registration-form/form-summary.ts'
import { countOutcomes, type InspectionReport, type ReportItem } from './inspection-report.ts'
import type { InspectionStage } from './inspection-stage.ts'

type OutcomeCounts = Readonly<Record<Outcome, number>>

/** 批次检测报告 (the inspection of several records at one stage): what all of it came to, and every report. */
export type BatchReport = {
  readonly stage: InspectionStage
  readonly profile: InspectionReport['profile']
  readonly tool: InspectionReport['tool']
  /** Time of the last inspection, ISO 8601, UTC. */
  readonly inspectedAt: string
  /** Number of records and sum of the bytes of their packages. */
  readonly count: number
  readonly bytes: number
  /** How many records came to each conclusion. */
  readonly conclusions: OutcomeCounts
  /** How many records came to each outcome, item by item. */
  readonly rules: readonly (Pick<ReportItem, 'rule' | 'stdRef' | 'title' | 'property' | 'blocking'> & {
    readonly counts: OutcomeCounts
  })[]
  /** 归档登记表 of the batches in which the records were handed in; empty where they were in none. */
  readonly forms: readonly FormSummary[]
  readonly records: readonly InspectionReport[]
}

/** Sums up reports of one stage and one profile. Throws for reports of several. */
export function summariseReports(
  reports: readonly [InspectionReport, ...InspectionReport[]],
  forms: readonly FormSummary[] = [],
): BatchReport {
  const [first] = reports
  const isAlike = ({ stage, profile }: InspectionReport) =>
    stage === first.stage && profile.id === first.profile.id && profile.version === first.profile.version
  if (!reports.every(isAlike)) throw new RangeError('reports of one batch are of one stage and one profile')
  return {
    stage: first.stage,
    profile: first.profile,
    tool: first.tool,
    inspectedAt: reports.map(({ inspectedAt }) => inspectedAt).reduce((one, other) => (one > other ? one : other)),
    count: reports.length,
    bytes: reports.reduce((sum, { target }) => sum + target.bytes, 0),
    conclusions: countOutcomes({ items: reports }),
    rules: first.items.map(({ rule, stdRef, title, property, blocking }, i) => {
      const items = reports.flatMap((report) => report.items[i] ?? [])
      return { rule, stdRef, title, property, blocking, counts: countOutcomes({ items }) }
    }),
    forms,
    records: reports,
  }
}

/** The items that are neither `PASS` nor `NOT_APPLICABLE`: what a reader of a batch has to look at. */
export function openItems({ items }: InspectionReport): readonly ReportItem[] {
  return items.filter(({ outcome }) => outcome !== 'PASS' && outcome !== 'NOT_APPLICABLE')
}
