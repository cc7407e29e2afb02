import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { BatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { refuseClosed } from '#archive-schema/registration-form/signature-rules.ts'
import { batchOf, insertBatchEntry } from '#storage/catalogue/batch-entries.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { lockForm } from '#storage/catalogue/registration-forms.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { findCurrentForm } from './current-form.ts'

/** A batch is of one unit. Throws `REGISTRATION_BATCH_UNIT` for a case of another. */
export function refuseOtherUnit({ unit }: CaseFile, batch: BatchNumber | undefined): void {
  if (batch === undefined || (unit.regionCode === batch.region && unit.fondsCode === batch.fonds)) return
  const found = `${unit.regionCode}-${unit.fondsCode}`
  throw new ArchiveError({ code: 'REGISTRATION_BATCH_UNIT', field: 'unit', found, expected: batch.number })
}

/** Enters a case that is taken in into its batch. Throws `REGISTRATION_FORM_CLOSED` where both sides have signed the form. */
export async function enterBatch(
  transaction: Transaction,
  { number }: BatchNumber,
  caseId: string,
  at: Date,
): Promise<void> {
  await lockForm(transaction, number, 'to enter')
  const current = await findCurrentForm(transaction, number)
  if (current !== undefined) refuseClosed(current.document)
  await insertBatchEntry(transaction, number, { caseId }, at)
}

/** What was handed over before stays in the batch in which it was. Throws `REGISTRATION_BATCH_CONFLICT`. */
export async function refuseOtherBatch(
  runner: SqlRunner,
  caseId: string,
  given: BatchNumber | undefined,
): Promise<void> {
  if (given === undefined) return
  const known = await batchOf(runner, caseId)
  if (known === given.number) return
  const expected = known ?? '无批次 (no batch)'
  throw new ArchiveError({ code: 'REGISTRATION_BATCH_CONFLICT', expected, found: given.number })
}
