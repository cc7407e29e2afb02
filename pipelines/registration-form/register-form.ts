import { ArchiveError } from '#archive-schema/archive-error.ts'
import { parseFormEntry } from '#archive-schema/registration-form/form-entry.ts'
import { parseFormNumber } from '#archive-schema/registration-form/form-number.ts'
import type { FormRegistration } from '#archive-schema/registration-form/registration-act.ts'
import { RegisteredForm } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { closingOf, insertForm } from '#storage/catalogue/registration-forms.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { type CurrentForm, findCurrentForm, refuseUnseen, requireForm } from './current-form.ts'

/** What registering and checking work with. */
export type FormTools = Pick<PipelineTools, 'catalogue' | 'now'>

/**
 * 登记 (registers what is going to be handed in): the first version of a form or, with a reason, a correction as a new version
 * that names the old one; that one stays as it was. Throws `REGISTRATION_NUMBER_INVALID`, `REGISTRATION_ENTRY_INVALID`,
 * `REGISTRATION_FORM_EXISTS` without and `REGISTRATION_FORM_MISSING` with a reason, `REGISTRATION_FORM_CHANGED`.
 */
export function registerForm(
  { catalogue, now }: FormTools,
  request: FormRegistration,
  seen?: string,
): Promise<CurrentForm> {
  const { number, gathers } = parseFormNumber(registrationForm, request.number)
  const entry = parseFormEntry(registrationForm, request.entry)
  const { id, version: profileVersion, fields, remarks } = registrationForm
  return catalogue.transact(async (transaction) => {
    const place = await nextVersion(transaction, request, seen)
    const form = RegisteredForm.parse({
      form: 'guidang-registration-form/1',
      profile: { id, version: profileVersion },
      ...{ number, gathers, ...place },
      registered: {
        by: request.by,
        at: now().toISOString(),
        ...(request.reason === undefined ? {} : { reason: request.reason }),
      },
      rows: [...fields, ...remarks].map(({ key, title }) => ({ field: key, title })),
      entry,
    })
    if (!(await insertForm(transaction, form))) throw exists(number)
    return requireForm(transaction, number)
  })
}

async function nextVersion(runner: SqlRunner, { number, reason }: FormRegistration, seen: string | undefined) {
  const newest = await findCurrentForm(runner, number)
  if (reason === undefined) {
    if (newest !== undefined) throw exists(number)
    return { version: 1 }
  }
  if (newest === undefined) throw new ArchiveError({ code: 'REGISTRATION_FORM_MISSING', found: number })
  refuseUnseen(newest, seen)
  const { version } = newest.registered
  const closing = await closingOf(runner, newest.registered)
  const previous = { version, ...(closing === undefined ? {} : { sha256: closing.sha256 }) }
  return { version: version + 1, previous }
}

function exists(number: string): ArchiveError {
  return new ArchiveError({ code: 'REGISTRATION_FORM_EXISTS', found: number })
}
