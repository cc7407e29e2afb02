import type { RetentionPeriod } from '#archive-schema/retention.ts'
import { chinaDay, startOfChinaDay } from './china-day.ts'
import type { StartRule } from './start-rules.ts'

/** 保管期限 of one record. `endsAt` is the first instant after it, always the beginning of a day in China; absent: 永久. */
export type RetentionTerm = { readonly startsAt: Date; readonly endsAt: Date | undefined }

/** The times of a record from which its term may be counted. */
export type RetentionEvents = { readonly finishedAt: Date; readonly decidedAt?: Date | undefined }

const years = { Y: undefined, D30: 30, D10: 10 } as const satisfies Record<RetentionPeriod, number | undefined>

/** The term that a period comes to by a rule. */
export function retentionTerm(period: RetentionPeriod, rule: StartRule, events: RetentionEvents): RetentionTerm {
  const first = firstDay(rule, events)
  return { startsAt: startOfChinaDay(first), endsAt: endOfPeriod(period, startOfChinaDay(first)) }
}

/** When a period ends that began with the day of `startsAt`; `undefined` for 永久. */
export function endOfPeriod(period: RetentionPeriod, startsAt: Date): Date | undefined {
  const length = years[period]
  if (length === undefined) return undefined
  const [year = '', month = '', day = ''] = chinaDay(startsAt).split('-')
  // `Date` carries a 29 February over into March where the year has none.
  const last = new Date(Date.UTC(Number(year) + length, Number(month) - 1, Number(day)))
  return startOfChinaDay(last.toISOString().slice(0, 10))
}

/** The latest of several ends; 永久 (`undefined`) is later than any. */
export function latestEnd(first: Date | undefined, ...others: readonly (Date | undefined)[]): Date | undefined {
  return others.reduce((latest, end) => (isLater(end, latest) ? end : latest), first)
}

/** Whether a term that ends at `end` outlasts one that ends at `other`. */
export function isLater(end: Date | undefined, other: Date | undefined): boolean {
  if (other === undefined) return false
  return end === undefined || end > other
}

function firstDay({ events, from }: StartRule, { finishedAt, decidedAt }: RetentionEvents): string {
  const times = { finished: finishedAt, decided: decidedAt }
  const event = events.map((name) => times[name]).find((time) => time !== undefined) ?? finishedAt
  const day = chinaDay(event)
  if (from === 'next-new-year') return `${Number(day.slice(0, 4)) + 1}-01-01`
  return chinaDay(new Date(startOfChinaDay(day).getTime() + 86_400_000))
}
