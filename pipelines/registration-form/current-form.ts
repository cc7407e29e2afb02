import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { RegistrationAct } from '#archive-schema/registration-form/registration-act.ts'
import {
  type RegisteredForm,
  type RegistrationDocument,
  readDocument,
} from '#archive-schema/registration-form/registration-document.ts'
import { actsOf, findForm, insertAct } from '#storage/catalogue/registration-forms.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/** 登记表现状 (a version of a form, and all that was done to it). */
export type CurrentForm = {
  readonly registered: RegisteredForm
  readonly acts: readonly RegistrationAct[]
  readonly document: RegistrationDocument
}

/** A form in its newest version, or in an earlier one. `undefined`: there is none. */
export async function findCurrentForm(
  runner: SqlRunner,
  number: string,
  version?: number,
): Promise<CurrentForm | undefined> {
  const registered = await findForm(runner, number, version)
  if (registered === undefined) return undefined
  const acts = await actsOf(runner, registered)
  return { registered, acts, document: readDocument(registered, acts) }
}

/** The same. Throws `REGISTRATION_FORM_MISSING`. */
export async function requireForm(runner: SqlRunner, number: string, version?: number): Promise<CurrentForm> {
  const current = await findCurrentForm(runner, number, version)
  if (current !== undefined) return current
  throw new ArchiveError({ code: 'REGISTRATION_FORM_MISSING', found: number })
}

/** `version.step` of a form. */
export function stateTag({ version, step }: RegistrationDocument): string {
  return `${version}.${step}`
}

/** Throws `REGISTRATION_FORM_CHANGED` when the form is not any more what a person saw of it (`seen`, as `stateTag`). */
export function refuseUnseen({ document }: CurrentForm, seen: string | undefined): void {
  if (seen !== undefined && seen !== stateTag(document)) throw changed(stateTag(document), seen)
}

/** Adds an act to a form as it was read. Throws `REGISTRATION_FORM_CHANGED` when somebody else was first. */
export async function addAct(runner: SqlRunner, current: CurrentForm, added: RegistrationAct): Promise<CurrentForm> {
  const { registered, document } = current
  const step = document.step + 1
  if (!(await insertAct(runner, registered, step, added)))
    throw changed(`${document.version}.${step}`, stateTag(document))
  const acts = [...current.acts, added]
  return { registered, acts, document: readDocument(registered, acts) }
}

function changed(found: string, expected: string): ArchiveError {
  return new ArchiveError({ code: 'REGISTRATION_FORM_CHANGED', found, expected })
}
