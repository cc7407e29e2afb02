import { type FormSummary, summariseForm } from '#archive-schema/registration-form/form-summary.ts'
import { findCurrentForm } from '#pipelines/registration-form/current-form.ts'
import { batchOf } from '#storage/catalogue/batch-entries.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'

/** 登记表 of every batch under which one of the records was handed in, each once. */
export async function formsOfRecords(
  { catalogue: { pool } }: Archive,
  records: readonly Pick<RecordEntry, 'caseId'>[],
): Promise<FormSummary[]> {
  const batches = new Set<string>()
  for (const { caseId } of records) {
    const batch = await batchOf(pool, caseId)
    if (batch !== undefined) batches.add(batch)
  }
  const forms: FormSummary[] = []
  for (const batch of batches) forms.push(summariseForm(batch, (await findCurrentForm(pool, batch))?.document))
  return forms
}
