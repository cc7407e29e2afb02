import type { CountItem } from './compare-counts.ts'
import { registeredLine } from './compare-counts.ts'
import type { RegistrationDocument } from './registration-document.ts'
import { registrationForm } from './registration-profile.ts'

/** 批次的登记表 in a few words, for reports about its records; only the number where the batch has no form. */
export type FormSummary = {
  readonly number: string
  readonly version?: number
  /** What was registered of the whole batch. */
  readonly registered?: string
  /** What the last check of the whole batch came to; missing before the first. */
  readonly counts?: readonly Pick<CountItem, 'rule' | 'outcome'>[]
}

/** Sums up the form of a batch. */
export function summariseForm(number: string, form: RegistrationDocument | undefined): FormSummary {
  if (form === undefined) return { number }
  const { version, entry, check } = form
  const summary = { number, version, registered: registeredLine(registrationForm, entry) }
  if (check === undefined) return summary
  return { ...summary, counts: check.counts.map(({ rule, outcome }) => ({ rule, outcome })) }
}
