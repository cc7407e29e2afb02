import { type FormSummary, summariseForm } from '#archive-schema/registration-form/form-summary.ts'
import { formJson, type RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { requireForm } from '#pipelines/registration-form/current-form.ts'
import { verifyClosing } from '#pipelines/registration-form/form-signature.ts'
import { closingOf, newestForms } from '#storage/catalogue/registration-forms.ts'
import type { Archive } from '../open-archive.ts'
import type { FormSeal } from '../reports/registration-page.ts'

/** 登记表 as it is shown: a closed one has the very bytes that were signed, and their signature. */
export type ShownForm = {
  readonly document: RegistrationDocument
  readonly json: string
  /** Missing while the form is open. */
  readonly seal: (FormSeal & { readonly signature: Uint8Array }) | undefined
}

/**
 * A form in its newest version or an earlier one. The signature of a closed form is verified before it is shown.
 * Throws `REGISTRATION_FORM_MISSING`, `SIGNATURE_INVALID`.
 */
export async function readForm({ catalogue, signer }: Archive, number: string, version?: number): Promise<ShownForm> {
  const { registered, document } = await requireForm(catalogue.pool, number, version)
  const closing = await closingOf(catalogue.pool, registered)
  if (closing === undefined) return { document, json: formJson(document), seal: undefined }
  const { content: json, sha256, signature } = closing
  const seal = { sha256, signature, signer: verifyClosing(closing, signer).signer, isTest: signer.isTest }
  return { document, json, seal }
}

/** Every form in its newest version, newest registration first. */
export async function listForms({ catalogue: { pool } }: Archive): Promise<FormSummary[]> {
  const forms: FormSummary[] = []
  for (const { number } of await newestForms(pool))
    forms.push(summariseForm(number, (await requireForm(pool, number)).document))
  return forms
}
