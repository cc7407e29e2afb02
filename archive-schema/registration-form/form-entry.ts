import { refuse } from '#archive-schema/archive-error.ts'
import { isCalendarDate } from '#archive-schema/case-file/instant.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { isXmlText } from '#archive-schema/metadata/check-text.ts'
import type { RegistrationField, RegistrationProfile } from './registration-profile.ts'

/** 登记内容 (what the unit registers), by the keys of the rows. Numbers are whole numbers from 0. */
export type FormEntry = Readonly<Record<string, string | number>>

/** The rows that the unit fills in: those of the form, then its remarks. */
export function entryFields({ fields, remarks }: RegistrationProfile): readonly RegistrationField[] {
  return [...fields, ...remarks].filter(({ filledBy }) => filledBy === 'entry')
}

/**
 * Reads what was given for the rows, by key, title or label, as text or number. Throws `REGISTRATION_ENTRY_INVALID` that
 * names every row that is missing, unknown, given twice or not of its type.
 */
export function parseFormEntry(profile: RegistrationProfile, given: Readonly<Record<string, unknown>>): FormEntry {
  const fields = entryFields(profile)
  const named = Object.entries(given).map(([name, value]) => ({ name, value, field: findField(fields, name) }))
  const unknown = named.filter(({ field }) => field === undefined)
  const values = fields.map((field) => ({ field, texts: named.filter((one) => one.field === field) }))
  const faults = [
    ...unknown.map(({ name }) => fault(name, fields.map(({ label }) => label).join('、'), name)),
    ...values.flatMap(({ field, texts }) =>
      fieldFaults(
        field,
        texts.map(({ value }) => String(value ?? '')),
      ),
    ),
  ]
  refuse(faults)
  return Object.fromEntries(
    values.flatMap(({ field, texts: [first] }) =>
      first === undefined ? [] : [[field.key, toValue(field, String(first.value))]],
    ),
  )
}

/** A row by key, title or label. */
export function findField(fields: readonly RegistrationField[], name: string): RegistrationField | undefined {
  return fields.find(({ key, title, label }) => [key, title, label].includes(name.trim()))
}

function fieldFaults(field: RegistrationField, texts: readonly string[]): readonly Fault[] {
  const [text, second] = texts
  if (second !== undefined) return [fault(field.title, '只填一次 (once)', texts.join('、'))]
  if (text === undefined) return field.obligation === 'mandatory' ? [fault(field.title, expectedOf(field), '∅')] : []
  return isOfType(field, text.trim()) ? [] : [fault(field.title, expectedOf(field), text)]
}

function isOfType({ type, values }: RegistrationField, text: string): boolean {
  if (type === 'number') return /^(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
  if (type === 'date') return isCalendarDate(text)
  if (values !== undefined) return values.includes(text)
  return text !== '' && text.length <= longestText && isXmlText(text)
}

const longestText = 1000

function expectedOf({ type, values }: RegistrationField): string {
  if (type === 'number') return '0, 1, 2 …'
  if (type === 'date') return 'YYYY-MM-DD'
  return values?.join(' / ') ?? `1–${longestText} 字`
}

function toValue({ type }: RegistrationField, text: string): string | number {
  return type === 'number' ? Number(text) : text.trim()
}

function fault(field: string, expected: string, found: string): Fault {
  return { code: 'REGISTRATION_ENTRY_INVALID', field, expected, found }
}
