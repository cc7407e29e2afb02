import { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import type { Der } from '#archive-schema/evidence/der.ts'

/** Universal tags of the values that foreign signatures hold and the own evidence does not. */
const tag = { utf8: 12, printable: 19, ia5: 22, utcTime: 23, generalizedTime: 24 } as const
const textTags: readonly number[] = [tag.utf8, tag.printable, tag.ia5]

/** Text of a UTF8String, PrintableString or IA5String. Throws `SIGNATURE_INVALID`. */
export function readText(value: Der | undefined, what: string): string {
  const isText = value?.tagClass === 0 && textTags.includes(value.type) && typeof value.value === 'string'
  demandOfSignature(isText, `${what} is no text`)
  return Buffer.from(value.value as string, 'latin1').toString('utf8')
}

/** Whether the value is a UTCTime or a GeneralizedTime. */
export function isTime(value: Der | undefined): boolean {
  return value?.tagClass === 0 && (value.type === tag.utcTime || value.type === tag.generalizedTime)
}

/** A UTCTime or GeneralizedTime of any year, with or without fraction, in UTC or with an offset. Throws `SIGNATURE_INVALID`. */
export function readAnyTime(value: Der | undefined, what: string): Date {
  demandOfSignature(isTime(value) && typeof value?.value === 'string', `${what} is no time`)
  const isUtc = value.type === tag.utcTime
  const text = isUtc ? `${Number(value.value.slice(0, 2)) < 50 ? '20' : '19'}${value.value}` : value.value
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?(?:Z|([+-]\d\d)(\d\d))$/.exec(text)
  demandOfSignature(match !== null, `${what} is no time with its zone`)
  const [, year, month, day, hour, minute, second, fraction = '', offsetHours, offsetMinutes] = match
  const zone = offsetHours === undefined ? 'Z' : `${offsetHours}:${offsetMinutes}`
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${zone}`)
  demandOfSignature(!Number.isNaN(instant.getTime()), `${what} is a time that no calendar has`)
  return instant
}

/** Content of a primitive `[number]`; `undefined` if the value is anything else. */
export function primitiveContext(value: Der | undefined, number: number): Buffer | undefined {
  const isThis = value?.tagClass === 0x80 && value.type === number && !value.constructed
  return isThis && typeof value.value === 'string' ? Buffer.from(value.value, 'latin1') : undefined
}
