import { isCalendarDate } from '#archive-schema/case-file/instant.ts'

/** 著录日期 (DA/T 18-2022): a day, and whether it is certain. */
export type DescriptiveDate = { readonly day: string; readonly isCertain: boolean }

/** Reads `YYYYMMDD`, or `[YYYYMMDD]` for a day that is not certain, as `yyyy-MM-dd`; `undefined` for all else. */
export function readDescriptiveDate(text: string): DescriptiveDate | undefined {
  const [, certain, uncertain] = /^(?:(\d{8})|\[(\d{8})\])$/.exec(text) ?? []
  const digits = certain ?? uncertain ?? ''
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  return isCalendarDate(day) ? { day, isCertain: certain !== undefined } : undefined
}
