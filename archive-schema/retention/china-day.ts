import { localTimeOf } from '#archive-schema/metadata/local-time.ts'

/** `YYYY-MM-DD` in China's time of an instant. */
export function chinaDay(instant: Date): string {
  return localTimeOf(instant.getTime()).slice(0, 10)
}

/** The instant at which a day `YYYY-MM-DD` begins in China. */
export function startOfChinaDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
