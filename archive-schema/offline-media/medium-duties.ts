import { chinaDay } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { carrierOf, type MediaRules, mediaRules } from './media-rules.ts'
import type { Medium } from './medium.ts'

/** What a medium asks for, and from which day on (`YYYY-MM-DD`, China's calendar). */
export type MediumDuties = {
  /** 抽检: the next sample test of readability (DA/T 94-2022 10.3.5). */
  readonly sampleOn: string
  /** 重写: magnetic media only (10.3.6). */
  readonly rewriteOn?: string
}

/** The duties of a medium that was last tested at `testedAt`, if ever. */
export function dutiesOf(
  medium: Pick<Medium, 'carrier' | 'madeAt'>,
  testedAt: Date | undefined,
  rules: MediaRules = mediaRules,
): MediumDuties {
  const { sampleYears, rewriteYears } = carrierOf(medium.carrier, rules)
  const sampleOn = yearsLater(testedAt ?? medium.madeAt, sampleYears)
  return rewriteYears === undefined ? { sampleOn } : { sampleOn, rewriteOn: yearsLater(medium.madeAt, rewriteYears) }
}

/** 旧载体保留至: until which day a medium is kept that was rewritten at a moment; `undefined` where nothing asks for it. */
export function keptUntil(
  { carrier }: Pick<Medium, 'carrier'>,
  rewrittenAt: Date,
  rules: MediaRules = mediaRules,
): string | undefined {
  const { keepOldYears } = carrierOf(carrier, rules)
  return keepOldYears === undefined ? undefined : yearsLater(rewrittenAt, keepOldYears)
}

/** The same day so many years later; 1 March for 29 February in a year that has none. */
function yearsLater(moment: Date, years: number): string {
  const day = new Date(`${chinaDay(moment)}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() + years)
  return day.toISOString().slice(0, 10)
}
