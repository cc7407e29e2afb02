import { ArchiveError } from '#archive-schema/archive-error.ts'
import { findField } from '#archive-schema/registration-form/form-entry.ts'
import type { RowAnswer } from '#archive-schema/registration-form/registration-act.ts'
import { packagesDigest, type RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { refuseClosed } from '#archive-schema/registration-form/signature-rules.ts'
import { addAct, refuseUnseen, requireForm } from './current-form.ts'
import type { FormTools } from './register-form.ts'

/**
 * 人工检验: keeps what a person says of a row that only people can judge; a later answer holds. Throws `REQUEST_INVALID` for a
 * row that the form does not have, `REGISTRATION_NOT_CHECKED` before the check, `REGISTRATION_NOT_WAITING` for a row that
 * is filled from reports, `REGISTRATION_FORM_…`.
 */
export async function answerRow(
  { catalogue, now }: FormTools,
  number: string,
  answer: RowAnswer,
  seen?: string,
): Promise<RegistrationDocument> {
  const current = await requireForm(catalogue.pool, number)
  refuseUnseen(current, seen)
  refuseClosed(current.document)
  const { check } = current.document
  if (check === undefined) throw new ArchiveError({ code: 'REGISTRATION_NOT_CHECKED', found: number })
  const field = findField(registrationForm.fields, answer.field)
  const result = check.results.find((one) => one.field === field?.key)
  if (field === undefined || result === undefined)
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'field', found: answer.field })
  if (result.question === undefined)
    throw new ArchiveError({ code: 'REGISTRATION_NOT_WAITING', field: field.title, found: result.outcome })
  const packagesSha256 = packagesDigest(check.contents)
  const act = { ...answer, field: field.key, at: now().toISOString(), packagesSha256 }
  return (await addAct(catalogue.pool, current, { kind: 'answer', act })).document
}
