import { fullFormats } from 'ajv-formats/dist/formats.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, isCalendarDate, isTimestamp, localDate, timestampPattern } from './instant.ts'

const digits = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
const dates = fc.tuple(fc.constantFrom('0000', '1900', '2000', '2024', '2025'), digits(13), digits(32))
const dateTexts = dates.map((parts) => parts.join('-'))
const offsets = fc.oneof(
  fc.constantFrom('Z', 'z', '', '+08:00', '+0800', '-05:45'),
  fc.tuple(fc.constantFrom('+', '-'), digits(25), digits(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
)
const clock = fc.tuple(digits(23), digits(59), digits(61)).map((parts) => parts.join(':'))
const fractions = fc.constantFrom('', '', '.5', '.123456', '.1234567', '.')

test('a day is one of the calendar, as JSON Schema has it', () => {
  const format = fullFormats.date
  fc.assert(fc.property(dateTexts, (text) => isCalendarDate(text) === accepts(format, text)))
})

test('a timestamp is of our pattern and a date-time of RFC 3339, as JSON Schema has it', () => {
  const format = fullFormats['date-time']
  const texts = fc
    .tuple(dateTexts, clock, fractions, offsets)
    .map(([date, time, part, at]) => `${date}T${time}${part}${at}`)
  const check = (text: string) => isTimestamp(text) === (timestampPattern.test(text) && accepts(format, text))
  fc.assert(fc.property(texts, check), { numRuns: 2000 })
})

test.for([
  ['2016-12-31T23:59:60Z', true],
  ['2017-01-01T07:59:60+08:00', true],
  ['2016-12-31T18:14:60-05:45', true],
  ['2017-01-01T08:59:60+08:00', false],
  ['2017-01-01T07:59:61+08:00', false],
  ['2017-01-01T24:00:00+08:00', false],
  ['2017-01-01T24:59:00+01:00', false],
] as const)('%s is a timestamp: %s', ([text, expected]) => {
  expect(isTimestamp(text)).toBe(expected)
})

test('instants are compared, not texts', () => {
  expect(instant('2025-04-22T09:00:00+08:00')).toBe(instant('2025-04-22T01:00:00Z'))
  expect(instant('2025-04-22T09:00:00.000001+08:00')).toBeGreaterThan(instant('2025-04-22T09:00:00+08:00'))
  expect(instant('1970-01-01T00:00:01.5Z')).toBe(1500)
  expect(instant('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1))
})

test('what is no timestamp has no instant', () => {
  expect(() => instant('2025-04-22')).toThrow('not a timestamp: 2025-04-22')
})

test('the local date is that of the offset the time was written in', () => {
  expect(localDate('2025-01-01T00:30:00+08:00')).toBe('2025-01-01')
})

function accepts(format: unknown, text: string): boolean {
  if (typeof format !== 'object' || format === null) throw new Error('the format is not as expected')
  const validate: unknown = Reflect.get(format, 'validate')
  if (typeof validate !== 'function') throw new Error('the format has no function')
  return Boolean(validate(text))
}
