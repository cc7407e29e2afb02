import { ArchiveError } from '#archive-schema/archive-error.ts'
import { isCalendarDate } from '#archive-schema/case-file/instant.ts'
import { parseCode } from '#archive-schema/package/code-template.ts'
import type { RegistrationProfile } from './registration-profile.ts'

/** 登记表编号 (number of a registration form): it says what the form gathers, a 批次 or a 归档年度 of a unit. */
export type FormNumber = {
  readonly number: string
  /** 行政区划编码 and 全宗号 of the unit. */
  readonly region: string
  readonly fonds: string
} & ({ readonly gathers: 'batch'; readonly day: string } | { readonly gathers: 'year'; readonly year: string })

/** 批次号 (number of a batch), e.g. `430190-0117-20260801`, the second batch of the day `430190-0117-20260801-02`. */
export type BatchNumber = Extract<FormNumber, { readonly gathers: 'batch' }>

/** Reads the number of a form. Throws `REGISTRATION_NUMBER_INVALID`. */
export function parseFormNumber(profile: RegistrationProfile, number: string): FormNumber {
  const parsed = profile.numbers.flatMap((rule) => read(rule, number) ?? [])[0]
  if (parsed !== undefined) return parsed
  throw invalid(profile.numbers, number)
}

/** Reads the number of a batch. Throws `REGISTRATION_NUMBER_INVALID`, also for the number of a year. */
export function parseBatchNumber(profile: RegistrationProfile, number: string): BatchNumber {
  const batches = profile.numbers.filter(({ gathers }) => gathers === 'batch')
  const parsed = parseFormNumber({ ...profile, numbers: batches }, number)
  if (parsed.gathers === 'batch') return parsed
  throw invalid(batches, number)
}

type NumberRule = RegistrationProfile['numbers'][number]

function read(rule: NumberRule, number: string): FormNumber | undefined {
  const { region, fonds, day, year } = parseCode(rule, number) ?? {}
  if (region === undefined || fonds === undefined) return undefined
  if (rule.gathers === 'year') return year === undefined ? undefined : { number, region, fonds, gathers: 'year', year }
  if (day === undefined || !isCalendarDate(withDashes(day))) return undefined
  return { number, region, fonds, gathers: 'batch', day }
}

function withDashes(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
}

function invalid(rules: readonly NumberRule[], found: string): ArchiveError {
  const expected = rules.map(({ template, note }) => `${template} (${note})`).join(' / ')
  return new ArchiveError({ code: 'REGISTRATION_NUMBER_INVALID', found, expected })
}
