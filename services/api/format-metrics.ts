import type { pipelineStatus } from '../access/case-status.ts'
import type { LockStatus } from '../access/lock-status.ts'
import type { Capacity, PlaceCapacity } from '../capacity/capacity.ts'

/** Prometheus text (version 0.0.4): where the cases stand, whether locks are in order, and how much room there is. */
export function formatMetrics(
  { stages, archived, refused, review }: Awaited<ReturnType<typeof pipelineStatus>>,
  locks: Pick<LockStatus, 'faults' | 'lapsed'>,
  capacity: Capacity,
): string {
  const moving = Object.entries(stages).map(([stage, cases]) => `guidang_cases_in_process{after="${stage}"} ${cases}`)
  return [
    '# HELP guidang_cases_in_process Cases in process, by their last completed stage.',
    '# TYPE guidang_cases_in_process gauge',
    ...moving,
    '# HELP guidang_cases_ended Cases that have come to an end.',
    '# TYPE guidang_cases_ended gauge',
    `guidang_cases_ended{outcome="archived"} ${archived}`,
    `guidang_cases_ended{outcome="refused"} ${refused}`,
    `guidang_cases_ended{outcome="review"} ${review}`,
    '# HELP guidang_locks_in_trouble Locks that could not be renewed, and records whose lock has lapsed too early.',
    '# TYPE guidang_locks_in_trouble gauge',
    `guidang_locks_in_trouble{kind="fault"} ${locks.faults}`,
    `guidang_locks_in_trouble{kind="lapsed"} ${locks.lapsed}`,
    ...capacityMetrics(capacity),
    '',
  ].join('\n')
}

/** A figure that is not known has no line. */
function capacityMetrics({ storedBytes, bytesPerYear, places }: Capacity): string[] {
  const eachPlace = (name: string, figure: (place: PlaceCapacity) => number | undefined) =>
    places.flatMap((place) => {
      const value = figure(place)
      return value === undefined ? [] : [`${name}{place="${place.place}"} ${value}`]
    })
  return [
    '# HELP guidang_stored_bytes Bytes of all objects of archived records.',
    '# TYPE guidang_stored_bytes gauge',
    `guidang_stored_bytes ${storedBytes}`,
    '# HELP guidang_growth_bytes_per_year Bytes that a year brings.',
    '# TYPE guidang_growth_bytes_per_year gauge',
    `guidang_growth_bytes_per_year ${bytesPerYear}`,
    '# HELP guidang_free_bytes Bytes free on the disk of a place.',
    '# TYPE guidang_free_bytes gauge',
    ...eachPlace('guidang_free_bytes', ({ free }) => free),
    '# HELP guidang_room_bytes Bytes that may still be taken in: free or left of the quota, without the floor.',
    '# TYPE guidang_room_bytes gauge',
    ...eachPlace('guidang_room_bytes', ({ room }) => room),
    '# HELP guidang_place_full Whether a place takes nothing more in.',
    '# TYPE guidang_place_full gauge',
    ...eachPlace('guidang_place_full', ({ level }) => Number(level === 'full')),
    '# HELP guidang_place_low Whether a place is to be enlarged.',
    '# TYPE guidang_place_low gauge',
    ...eachPlace('guidang_place_low', ({ level }) => Number(level === 'low')),
  ]
}
