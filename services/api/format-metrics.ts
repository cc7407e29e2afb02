import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import type { ArchiveFigures } from '../access/archive-status.ts'
import type { pipelineStatus } from '../access/case-status.ts'
import type { CopyStatus } from '../access/copy-now.ts'
import type { DueStatus } from '../access/due-status.ts'
import type { JournalStatus } from '../access/journal-status.ts'
import type { Capacity, PlaceCapacity } from '../capacity/capacity.ts'

/**
 * Prometheus text (version 0.0.4): where cases, journal and copies stand, whether locks are in order, what is due, and how much room
 * there is.
 */
export function formatMetrics({ journal, copies, locks, due, capacity, ...cases }: ArchiveFigures): string {
  return [
    ...caseMetrics(cases),
    ...journalMetrics(journal),
    ...(copies === undefined ? [] : copyMetrics(copies)),
    '# HELP guidang_locks_in_trouble Locks that could not be renewed, and records whose lock has lapsed too early.',
    '# TYPE guidang_locks_in_trouble gauge',
    `guidang_locks_in_trouble{kind="fault"} ${locks.faults}`,
    `guidang_locks_in_trouble{kind="lapsed"} ${locks.lapsed}`,
    ...dueMetrics(due),
    ...capacityMetrics(capacity),
    '',
  ].join('\n')
}

function caseMetrics({ stages, archived, refused, review }: Awaited<ReturnType<typeof pipelineStatus>>): string[] {
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
  ]
}

function journalMetrics({ waiting, lagSeconds, alarm }: JournalStatus): string[] {
  return [
    '# HELP guidang_journal_waiting Changes of the database that are not written into the journal yet.',
    '# TYPE guidang_journal_waiting gauge',
    `guidang_journal_waiting ${waiting}`,
    '# HELP guidang_journal_lag_seconds For how long the oldest of them waits.',
    '# TYPE guidang_journal_lag_seconds gauge',
    `guidang_journal_lag_seconds ${lagSeconds}`,
    '# HELP guidang_journal_alarm Whether it waits for too long.',
    '# TYPE guidang_journal_alarm gauge',
    `guidang_journal_alarm ${Number(alarm)}`,
  ]
}

function copyMetrics({ waiting, journal, ledger, lagSeconds, alarm }: CopyStatus): string[] {
  return [
    '# HELP guidang_copies_waiting What has no copy in the second store yet: records, and objects of journal and ledger.',
    '# TYPE guidang_copies_waiting gauge',
    `guidang_copies_waiting{of="records"} ${waiting}`,
    `guidang_copies_waiting{of="journal"} ${journal}`,
    `guidang_copies_waiting{of="ledger"} ${ledger}`,
    '# HELP guidang_copy_lag_seconds For how long the oldest of it waits.',
    '# TYPE guidang_copy_lag_seconds gauge',
    `guidang_copy_lag_seconds ${lagSeconds}`,
    '# HELP guidang_copy_alarm Whether it waits for too long.',
    '# TYPE guidang_copy_alarm gauge',
    `guidang_copy_alarm ${Number(alarm)}`,
  ]
}

/** 到期提醒; while nothing is due, there is no day since which. */
function dueMetrics({ records, since, openLists }: DueStatus): string[] {
  const sinceSeconds = since === undefined ? [] : [startOfChinaDay(since).getTime() / 1000]
  return [
    '# HELP guidang_records_due Records whose term has ended and that wait for their appraisal.',
    '# TYPE guidang_records_due gauge',
    `guidang_records_due ${records}`,
    '# HELP guidang_records_due_since_seconds When the term of the one that has waited longest ended, in Unix time.',
    '# TYPE guidang_records_due_since_seconds gauge',
    ...sinceSeconds.map((seconds) => `guidang_records_due_since_seconds ${seconds}`),
    '# HELP guidang_disposal_lists_open Disposal lists that are not closed.',
    '# TYPE guidang_disposal_lists_open gauge',
    `guidang_disposal_lists_open ${openLists}`,
  ]
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
