import { countOutcomes } from '#archive-schema/inspection/inspection-report.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { currentDescription } from '#pipelines/redescription/current-description.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { readStageResults } from '#storage/catalogue/stage-results.ts'
import { recordChanges } from './record-changes.ts'
import { showActs } from './show-acts.ts'
import { showDescription } from './show-description.ts'
import { showRetention } from './show-retention.ts'
import { inStageOrder } from './stage-order.ts'

/** What showing works with. */
type ShowTools = { readonly catalogue: Catalogue; readonly profile: Profile }

/** Everything that the catalogue knows of one record, for people and programs. */
export async function showRecord({ catalogue, profile }: ShowTools, record: PreservedRecord) {
  const documents = await documentsOf(catalogue.pool, record.number)
  const stages = inStageOrder(await readStageResults(catalogue.pool, record.caseId))
  const current = await currentDescription(catalogue.pool, profile, record)
  const { title } = current.description
  return {
    number: record.number,
    archivalCode: record.archivalCode,
    title: typeof title === 'string' ? title : record.title,
    unit: record.unit,
    item: { code: record.itemCode, name: record.itemName },
    result: record.result,
    applicants: record.applicants,
    decidedAt: record.decidedAt?.toISOString(),
    finishedAt: record.finishedAt.toISOString(),
    security: record.security,
    retention: await showRetention(catalogue.pool, record),
    scope: record.scope,
    testKeys: record.testKeys,
    documents: documents.map(({ dataOffset: _, ...document }) => document),
    recognition: record.recognition,
    inspection: {
      stage: record.inspection.stage,
      outcome: record.inspection.outcome,
      counts: countOutcomes(record.inspection),
      items: record.inspection.items,
    },
    package: record.packageFixity,
    objects: record.objects,
    description: showDescription(profile, current),
    ...(await recordChanges(catalogue, record)),
    metadata: record.metadata,
    history: stages.map(({ stage, completedAt }) => ({ stage, at: completedAt.toISOString() })),
    acts: await showActs(catalogue.pool, record.number),
  }
}
