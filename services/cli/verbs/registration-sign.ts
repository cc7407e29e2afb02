import { SideSignature } from '#archive-schema/registration-form/registration-act.ts'
import type { SigningSide } from '#archive-schema/registration-form/registration-profile.ts'
import { signForm } from '#pipelines/registration-form/sign-form.ts'
import { refuseInvalid } from '../../refuse-invalid.ts'
import { tellForm } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

type SignOptions = {
  readonly side: SigningSide
  readonly by: string
  readonly role?: string
  readonly json?: boolean
}

/** Signs a form for a side; the second signature closes it. */
export async function sign(number: string, { side, by, role, json = false }: SignOptions): Promise<void> {
  const parsed = SideSignature.safeParse({ side, by, ...(role === undefined ? {} : { role }) })
  refuseInvalid(parsed)
  await withArchive(async (archive) => tellForm(await signForm(archive, number, parsed.data), json))
}
