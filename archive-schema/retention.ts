/** 保管期限代码 (retention period codes, DA/T 22-2015): Y 永久, D30 三十年, D10 十年. */
export const retentionPeriods = ['Y', 'D30', 'D10'] as const
export type RetentionPeriod = (typeof retentionPeriods)[number]

const years = { Y: undefined, D30: 30, D10: 10 } as const satisfies Record<RetentionPeriod, number | undefined>

/** The longest lock that is set at once: locks roll (they are lengthened before they lapse), also those of 永久. */
const lockWindowYears = 30

/** Some servers keep dates in 32 bits and wrap a later one into the past. */
const latestLock = new Date('2105-12-31T00:00:00+08:00')

/**
 * End of the retention period of a case, or `undefined` for 永久: it is counted from 1 January, in China's time,
 * of the year after 办结 (finished).
 */
export function retentionEnd(period: RetentionPeriod, finishedAt: Date): Date | undefined {
  const length = years[period]
  return length === undefined ? undefined : newYear(chinaYear(finishedAt) + 1 + length)
}

/** 保管锁定到期时刻: until when an object is locked that is stored `now`. */
export function lockEnd(period: RetentionPeriod, finishedAt: Date, now: Date): Date {
  const window = new Date(now)
  window.setUTCFullYear(window.getUTCFullYear() + lockWindowYears)
  const ends = [retentionEnd(period, finishedAt) ?? latestLock, window, latestLock]
  return new Date(Math.min(...ends.map((end) => end.getTime())))
}

function chinaYear(instant: Date): number {
  return new Date(instant.getTime() + 8 * 3_600_000).getUTCFullYear()
}

function newYear(year: number): Date {
  return new Date(`${year}-01-01T00:00:00+08:00`)
}
