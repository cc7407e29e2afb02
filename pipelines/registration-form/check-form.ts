import { compareCounts, tallyCounts } from '#archive-schema/registration-form/compare-counts.ts'
import { fillResults } from '#archive-schema/registration-form/fill-results.ts'
import { parseFormNumber } from '#archive-schema/registration-form/form-number.ts'
import type { RegistrationCheck } from '#archive-schema/registration-form/registration-act.ts'
import type { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { refuseClosed } from '#archive-schema/registration-form/signature-rules.ts'
import { software } from '../software.ts'
import { addAct, findCurrentForm, refuseUnseen } from './current-form.ts'
import { type GatheredBatch, gatherBatch } from './gather-batch.ts'
import type { FormTools } from './register-form.ts'

/** What a check came to; without a form there is no document, and nothing is kept. */
export type CheckedForm = { readonly check: RegistrationCheck; readonly document?: RegistrationDocument }

/**
 * 归档检测 of a batch or year (DA/T 70-2018 GD 2-1): registered against archived, and the rows of results from the inspection
 * reports. Kept with the form; where none was registered every count is `NOT_CHECKED`. Throws `REGISTRATION_NUMBER_INVALID`,
 * `REGISTRATION_FORM_CLOSED`, `REGISTRATION_FORM_CHANGED`.
 */
export async function checkForm({ catalogue, now }: FormTools, number: string, seen?: string): Promise<CheckedForm> {
  const parsed = parseFormNumber(registrationForm, number)
  const current = await findCurrentForm(catalogue.pool, number)
  if (current !== undefined) {
    refuseUnseen(current, seen)
    refuseClosed(current.document)
  }
  const check = judge(current?.registered.entry, await gatherBatch(catalogue.pool, parsed), now())
  if (current === undefined) return { check }
  const { document } = await addAct(catalogue.pool, current, { kind: 'check', act: check })
  return { check, document }
}

function judge(entry: RegistrationDocument['entry'] | undefined, batch: GatheredBatch, at: Date): RegistrationCheck {
  const { contents, items } = batch
  const counts = compareCounts(registrationForm, entry, contents)
  const counted = tallyCounts(registrationForm, counts)
  // Without a record there is no report, and the counts alone do not say that anything was inspected.
  const results = fillResults(registrationForm, entry, items.length === 0 ? [] : [...items, ...counted])
  return { at: at.toISOString(), tool: software, contents, counts, results }
}
