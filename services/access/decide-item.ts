import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { InspectionReport, ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { ManualAnswer, type ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { decisionAct } from '#pipelines/business/decision-act.ts'
import { enterAct } from '#pipelines/business/enter-act.ts'
import { insertDecision } from '#storage/catalogue/inspection-decisions.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { inspectStored } from './inspect-stored.ts'

/**
 * 人工核查: keeps what a person decides on an item that waits for one. The record is inspected first, so that nobody decides
 * what a check has judged; an item that was decided before may be decided again, and both decisions are kept.
 * Throws `REQUEST_INVALID` without person or remark and for an item that the stage does not have, `INSPECTION_NOT_WAITING`.
 */
export async function decideItem(
  archive: Archive,
  record: PreservedRecord,
  stage: InspectionStage,
  given: unknown,
): Promise<ManualDecision> {
  const answer = parseAnswer(given)
  const report = await inspectStored(archive, record, stage)
  refuseUnlessWaiting(report, answer.rule)
  const decision = {
    ...answer,
    stage,
    number: record.number,
    packageSha256: report.target.sha256,
    decidedAt: archive.now().toISOString(),
  }
  await archive.catalogue.transact(async (transaction) => {
    await insertDecision(transaction, decision)
    await enterAct(transaction, decisionAct(decision))
  })
  return decision
}

function parseAnswer(given: unknown): ManualAnswer {
  const parsed = ManualAnswer.safeParse(given)
  refuseInvalid(parsed)
  return parsed.data
}

function refuseUnlessWaiting({ stage, items }: InspectionReport, rule: string): void {
  const item = items.find((one) => one.rule === rule)
  if (item === undefined) throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'rule', found: `${stage}: ${rule}` })
  if (!isForPersons(item))
    throw new ArchiveError({
      code: 'INSPECTION_NOT_WAITING',
      field: `${item.stdRef} ${item.title}`,
      found: item.outcome,
    })
}

function isForPersons({ outcome, decisions }: ReportItem): boolean {
  return outcome === 'MANUAL_REVIEW' || decisions !== undefined
}
