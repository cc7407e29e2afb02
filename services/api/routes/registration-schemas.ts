import { z } from '@hono/zod-openapi'
import { FormSummary } from '#archive-schema/registration-form/form-summary.ts'
import {
  FormRegistration,
  RegistrationCheck,
  RowAnswer,
  SideSignature,
} from '#archive-schema/registration-form/registration-act.ts'
import { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { type RegistrationFormat, registrationFormats } from '../../reports/render-registration.ts'
import { described } from './described.ts'
import { text } from './parameters.ts'

/** 归档登记表 as the API tells it. */
export const Form = described('RegistrationForm', RegistrationDocument)

/** Every form in a few words. */
export const Forms = described('RegistrationForms', z.strictObject({ forms: z.array(FormSummary) }))

/** What a check came to; without a form nothing was kept. */
export const Checked = described(
  'CheckedRegistrationForm',
  z.strictObject({ check: RegistrationCheck, form: RegistrationDocument.exactOptional() }),
)

/** What a unit registers; it is parsed where it is kept, as all that persons say. */
export const Registration = described('FormRegistration', FormRegistration)

/** What a person says of a row; it is parsed where it is kept. */
export const Answered = described('RowAnswer', RowAnswer)

/** Who signs for which side. */
export const Signature = described('SideSignature', SideSignature)

/** Names a form in a path. */
export const formParameter = z.object({ number: text.min(1).openapi({ description: '登记表编号 or 批次号' }) })

/** In which version and form it is asked for. */
export const formQuery = z.strictObject({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  format: z
    .enum(Object.keys(registrationFormats) as RegistrationFormat[])
    .default('json')
    .openapi({ description: '`p7s` is the signature of the archive over the JSON of a closed form' }),
})

/** What was seen before the change. */
export const ifMatchHeader = z.object({
  'if-match': z.string().optional().openapi({ description: 'ETag of the form that was seen' }),
})
