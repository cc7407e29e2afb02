/** Local time with offset (RFC 3339), at most microseconds. */
export const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)(?:Z|([+-])(\d{2}):(\d{2}))$/
const minute = 60_000
const day = 1440 * minute

/** Whether the text is a day of the calendar, `YYYY-MM-DD` (RFC 3339 full-date). */
export function isCalendarDate(text: string): boolean {
  const [, year, month, date] = datePattern.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return false
  const midnight = new Date(`${text}T00:00:00Z`)
  // `Date` carries 30 February over into March instead of refusing it.
  return midnight.getUTCMonth() + 1 === Number(month) && midnight.getUTCDate() === Number(date)
}

/** Whether the text is an RFC 3339 date-time of `timestampPattern`; a leap second stands only at 23:59:60 UTC. */
export function isTimestamp(text: string): boolean {
  const found = readTimestamp(text)
  if (!timestampPattern.test(text) || found === undefined) return false
  const { date, hours, minutes, seconds, offsetHours, offsetMinutes } = found
  if (!isCalendarDate(date) || hours > 23 || minutes > 59 || offsetHours > 23 || offsetMinutes > 59) return false
  if (seconds < 60) return true
  const startOfMinute = instantOf({ ...found, seconds: 0 })
  return seconds < 61 && (((startOfMinute % day) + day) % day) / minute === 1439
}

/** Milliseconds since 1970 of a timestamp, fraction included, so that times of different offset compare rightly. */
export function instant(timestamp: string): number {
  const found = readTimestamp(timestamp)
  if (found === undefined) throw new Error(`not a timestamp: ${timestamp}`)
  return instantOf(found)
}

/** The calendar day of a timestamp where it was written, i.e. in its own offset. */
export function localDate(timestamp: string): string {
  return timestamp.slice(0, 10)
}

type TimestampParts = {
  readonly date: string
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly offsetSign: 1 | -1
  readonly offsetHours: number
  readonly offsetMinutes: number
}

function readTimestamp(text: string): TimestampParts | undefined {
  const [, date, hours, minutes, seconds, sign, offsetHours, offsetMinutes] = parts.exec(text) ?? []
  if (date === undefined) return undefined
  return {
    date,
    hours: Number(hours),
    minutes: Number(minutes),
    seconds: Number(seconds),
    offsetSign: sign === '-' ? -1 : 1,
    offsetHours: Number(offsetHours ?? 0),
    offsetMinutes: Number(offsetMinutes ?? 0),
  }
}

function instantOf(at: TimestampParts): number {
  const offset = at.offsetSign * (at.offsetHours * 60 + at.offsetMinutes)
  return Date.parse(`${at.date}T00:00:00Z`) + (at.hours * 60 + at.minutes - offset) * minute + at.seconds * 1000
}
