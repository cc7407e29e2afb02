import { ArchiveError } from '#archive-schema/archive-error.ts'
import { FormRegistration } from '#archive-schema/registration-form/registration-act.ts'
import { registerForm } from '#pipelines/registration-form/register-form.ts'
import { refuseInvalid } from '../../refuse-invalid.ts'
import { readAssignments } from '../assignments.ts'
import { tellForm } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

type OpenOptions = {
  readonly set: readonly string[]
  readonly by: string
  readonly reason?: string
  readonly json?: boolean
}

/** Registers what a unit is going to hand in, or corrects what it registered. */
export async function open(number: string, { set, by, reason, json = false }: OpenOptions): Promise<void> {
  const given = readAssignments('--set', set)
  const twice = given.find(({ name }, i) => given.findIndex((one) => one.name === name) !== i)
  if (twice !== undefined)
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--set', found: `${twice.name}: given twice` })
  const entry = Object.fromEntries(given.map(({ name, value }) => [name, value]))
  const parsed = FormRegistration.safeParse({ number, entry, by, ...(reason === undefined ? {} : { reason }) })
  refuseInvalid(parsed)
  await withArchive(async (archive) => tellForm((await registerForm(archive, parsed.data)).document, json))
}
