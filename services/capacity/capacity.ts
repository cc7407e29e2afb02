import type { JudgedPlace } from '#archive-schema/capacity/judge-capacity.ts'

/** Where bytes come to rest: the data folder with staging, and the stores. */
export type PlaceName = 'staging' | 'first' | 'second'

/** 容量 of a place. */
export type PlaceCapacity = JudgedPlace & { readonly place: PlaceName }

/** What the archive takes up, what a year brings, and how much more each place takes. */
export type Capacity = {
  readonly storedBytes: number
  readonly bytesPerYear: number
  readonly places: readonly PlaceCapacity[]
}
