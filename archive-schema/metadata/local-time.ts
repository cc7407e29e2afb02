import { instant } from '#archive-schema/case-file/instant.ts'

// China keeps one time all year round; the standards write it without an offset.
const offset = 8 * 3_600_000

/** `yyyy-MM-dd HH:mm:ss` in +08:00 (北京时间) of milliseconds since 1970; a fraction of a second is cut off. */
export function localTimeOf(milliseconds: number): string {
  return new Date(milliseconds + offset).toISOString().slice(0, 19).replace('T', ' ')
}

/** The same of an RFC 3339 timestamp as `case.json` has it. */
export function localTime(timestamp: string): string {
  return localTimeOf(instant(timestamp))
}

/** The same of a time that may be missing (`null` or left out in `case.json`). */
export function optionalLocalTime(timestamp: string | null | undefined): string | undefined {
  return timestamp === null || timestamp === undefined ? undefined : localTime(timestamp)
}
