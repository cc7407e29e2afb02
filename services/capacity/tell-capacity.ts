import { capacityRules } from '#archive-schema/capacity/capacity-rules.ts'
import type { CapacityLevel } from '#archive-schema/capacity/judge-capacity.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { Capacity, PlaceCapacity } from './capacity.ts'

const worstFirst = ['full', 'low', 'unknown', 'ok'] as const satisfies readonly CapacityLevel[]

/** The worst of all places. */
export function worstLevel({ places }: Capacity): CapacityLevel {
  return worstFirst.find((level) => places.some((place) => place.level === level)) ?? 'unknown'
}

/** A place that takes nothing more in, as a fault. */
export function exhausted(place: PlaceCapacity): Fault {
  return { code: 'CAPACITY_EXHAUSTED', field: place.place, found: tellPlace(place), expected: tellBytes(place.floor) }
}

/** A place that is to be enlarged, as a fault. */
export function low(place: PlaceCapacity): Fault {
  const expected = `${capacityRules.growthYears} years of growth and ${tellBytes(place.floor)}`
  return { code: 'CAPACITY_LOW', field: place.place, found: tellPlace(place), expected }
}

const placeNames = { staging: '暂存 staging', first: '存储 first store', second: '第二存储 second store' } as const

const signs = { ok: '', unknown: '', low: ' ⚠ 将尽 low', full: ' ⚠ 已满 full' } as const satisfies Record<
  CapacityLevel,
  string
>

/** Rows of a table: every place with what is left there. */
export function tellCapacity({ places }: Capacity): [string, string][] {
  return places.map((place) => [placeNames[place.place], `${tellPlace(place)}${signs[place.level]}`])
}

/** In one line: what is free, what of the quota is used, and for how long it is enough. */
export function tellPlace({ free, quota, used = 0, years }: Omit<PlaceCapacity, 'place' | 'floor' | 'level'>): string {
  const parts = [
    ...(free === undefined ? [] : [`${tellBytes(free)} free`]),
    ...(quota === undefined ? [] : [`${tellBytes(used)} of ${tellBytes(quota)} used`]),
    ...(years === undefined || years >= 100 ? [] : [`enough for ${years.toFixed(1)} years`]),
  ]
  return parts.length === 0 ? 'not known' : parts.join(', ')
}

const units = { TB: 1e12, GB: 1e9, MB: 1e6, kB: 1e3 } as const

/** 25.0 GB. */
export function tellBytes(bytes: number): string {
  const [unit, size] = Object.entries(units).find(([, each]) => bytes >= each) ?? []
  return unit === undefined || size === undefined ? `${bytes} B` : `${(bytes / size).toFixed(1)} ${unit}`
}
