import { z } from 'zod'
import { isCalendarDate, isTimestamp, timestampPattern } from './instant.ts'

/** Text of `min` to `max` code points, as JSON Schema counts (zod by itself counts UTF-16 units). */
export function text(description: string, { min = 1, max = 300 }: { min?: number; max?: number } = {}) {
  const limits = min === 0 ? { maxLength: max } : { minLength: min, maxLength: max }
  return z
    .string()
    .check(({ value, issues }) => {
      const length = [...value].length
      const origin = 'string'
      if (length < min) issues.push({ code: 'too_small', origin, minimum: min, inclusive: true, input: value })
      if (length > max) issues.push({ code: 'too_big', origin, maximum: max, inclusive: true, input: value })
    })
    .meta({ description, ...limits })
}

/** Text of one form, e.g. a code. The form itself bounds the length. */
export function code(description: string, pattern: RegExp) {
  return z.string().regex(pattern).meta({ description })
}

/** One of a closed list. */
export function oneOf<const Values extends readonly [string, ...string[]]>(description: string, values: Values) {
  return z.enum(values).meta({ description })
}

/** A whole number. JSON has one kind of number, so `1.0` counts and there is no upper bound but a given one. */
export function wholeNumber(description: string, { min, max }: { min: number; max?: number }) {
  const number = z.number().check(({ value, issues }) => {
    if (!Number.isInteger(value)) issues.push({ code: 'invalid_type', expected: 'int', input: value })
  })
  const bounded = max === undefined ? number.min(min) : number.min(min).max(max)
  return bounded.meta({ description, type: 'integer' })
}

/** A time with offset, e.g. `2025-04-22T09:00:00+08:00` (RFC 3339). */
export function timestamp(description: string) {
  return z
    .string()
    .check(({ value, issues }) => {
      if (!isTimestamp(value)) issues.push({ code: 'invalid_format', format: 'datetime', input: value })
    })
    .meta({ description, format: 'date-time', pattern: timestampPattern.source })
}

/** A day, e.g. `2025-04-22` (RFC 3339 full-date). */
export function calendarDate(description: string) {
  return z
    .string()
    .check(({ value, issues }) => {
      if (!isCalendarDate(value)) issues.push({ code: 'invalid_format', format: 'date', input: value })
    })
    .meta({ description, format: 'date' })
}

/** The field, or null where there is nothing to say; described as the field is. */
export function orNull<Schema extends z.ZodType>(field: Schema) {
  return field.nullable().describe(field.description ?? '')
}
