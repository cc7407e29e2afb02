import { z } from 'zod'
import { outcomes } from '#archive-schema/finding.ts'
import { registeredLine } from './compare-counts.ts'
import { RegistrationDocument } from './registration-document.ts'
import { registrationForm } from './registration-profile.ts'

/** 登记表 in a few words, for lists and for reports about its records; only the number where a batch has no form. */
export const FormSummary = z
  .strictObject({
    number: z.string(),
    version: z.int().exactOptional(),
    state: RegistrationDocument.unwrap().shape.state.exactOptional(),
    /** What was registered of the whole batch. */
    registered: z.string().exactOptional(),
    /** What the last check of the whole batch came to; missing before the first. */
    counts: z
      .array(z.strictObject({ rule: z.string(), outcome: z.enum(outcomes) }).readonly())
      .readonly()
      .exactOptional(),
  })
  .readonly()
export type FormSummary = z.output<typeof FormSummary>

/** Sums up the form of a batch or year. */
export function summariseForm(number: string, form: RegistrationDocument | undefined): FormSummary {
  if (form === undefined) return { number }
  const { version, state, entry, check } = form
  const summary = { number, version, state, registered: registeredLine(registrationForm, entry) }
  if (check === undefined) return summary
  return { ...summary, counts: check.counts.map(({ rule, outcome }) => ({ rule, outcome })) }
}
