import { capacityRules } from './capacity-rules.ts'

/** 容量状态: `full` takes nothing more in, `low` is to be enlarged, `unknown` where nobody tells how much there is. */
export type CapacityLevel = 'ok' | 'low' | 'full' | 'unknown'

/** What was measured of a place where bytes come to rest. All in bytes. */
export type MeasuredPlace = {
  /** Free on its file system; absent where that cannot be asked. */
  readonly free?: number
  /** 配额: what may lie there at most, and what does; absent where none is set. */
  readonly quota?: number
  readonly used?: number
  /** 余量下限: kept free for what is under way. */
  readonly floor: number
}

/** A place with what may still be written there (`room`), and for how many years that lasts. */
export type JudgedPlace = MeasuredPlace & {
  readonly level: CapacityLevel
  readonly room?: number
  readonly years?: number
}

/** What has been archived so far. */
export type Growth = {
  readonly bytes: number
  readonly lastYearBytes: number
  /** Since when; absent where nothing is archived. */
  readonly since?: Date
}

const dayMs = 86_400_000
const yearDays = 365

/** 年增长: bytes that a year brings, by what was archived up to `now`. */
export function growthPerYear({ lastYearBytes, since }: Growth, now: Date): number {
  if (since === undefined) return 0
  const days = Math.max((now.getTime() - since.getTime()) / dayMs, capacityRules.shortestSpanDays)
  return days >= yearDays ? lastYearBytes : (lastYearBytes / days) * yearDays
}

/** 容量判定: how a place stands that grows by so many bytes a year; 0 where it does not keep what comes. */
export function judgeCapacity(place: MeasuredPlace, perYear: number): JudgedPlace {
  const { free, quota, used = 0, floor } = place
  const limits = [free, quota === undefined ? undefined : quota - used].filter((limit) => limit !== undefined)
  if (limits.length === 0) return { ...place, level: 'unknown' }
  const room = Math.max(0, Math.min(...limits) - floor)
  const years = perYear === 0 ? undefined : room / perYear
  return { ...place, level: levelOf(room, years, place), room, ...(years === undefined ? {} : { years }) }
}

function levelOf(room: number, years: number | undefined, { quota = 0, floor }: MeasuredPlace): CapacityLevel {
  if (room === 0) return 'full'
  const { growthYears, lowShareOfQuota } = capacityRules
  const isLow = room < floor || room < quota * lowShareOfQuota || (years ?? growthYears) < growthYears
  return isLow ? 'low' : 'ok'
}
