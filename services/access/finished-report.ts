import {
  type ArchivingDeadline,
  archivingDeadline,
  chinaDay,
  lastDays,
  urgencies,
  urgencyOf,
} from '#archive-schema/finished-cases/archiving-deadline.ts'
import { type SequenceGap, sequenceGaps } from '#archive-schema/finished-cases/sequence-gaps.ts'
import { finishedCases, type KnownFinishedCase, knownAcceptanceNumbers } from '#storage/catalogue/finished-cases.ts'
import type { Archive } from '../open-archive.ts'

/** 归档状态 of a finished case: archived 已归档, or how urgent it is that it be handed over. */
export const finishedStates = ['archived', ...urgencies] as const
export type FinishedState = (typeof finishedStates)[number]

/** A finished case as it is reported. `alarmAfter` and `overdueAfter` are the last days without alarm and in time. */
export type ReportedCase = KnownFinishedCase & {
  readonly state: FinishedState
  readonly alarmAfter: string
  readonly overdueAfter: string
}

/** 催报表: which finished cases are archived and which are not, and what is missing between their numbers. */
export type FinishedReport = {
  /** The day of China's calendar for which it holds. */
  readonly on: string
  readonly deadline: Pick<ArchivingDeadline, 'source' | 'confidence' | 'alarmAfterDays' | 'overdueAfter'>
  readonly counts: Readonly<Record<FinishedState, number>>
  /** Those that were asked for, oldest first. */
  readonly cases: readonly ReportedCase[]
  /** Cursor of the next page; absent on the last. */
  readonly next?: string
  readonly gaps: readonly ({ readonly systemCode: string } & SequenceGap)[]
}

/** Which cases are listed: of which states, after which cursor, and how many. */
export type FinishedQuery = {
  readonly states?: readonly FinishedState[]
  readonly after?: string | undefined
  readonly limit?: number
}

/** Reports finished cases; without `states`, lists those that are not archived, and without `limit` all of them. */
export async function finishedReport(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  { states = urgencies, after = '', limit = Number.POSITIVE_INFINITY }: FinishedQuery = {},
): Promise<FinishedReport> {
  const on = chinaDay(now())
  const reported = (await finishedCases(catalogue.pool)).map((finished) => report(finished, on))
  const count = (state: FinishedState) => reported.filter((each) => each.state === state).length
  const asked = reported.filter((each) => states.includes(each.state) && cursorOf(each) > after)
  const page = asked.slice(0, limit)
  const last = page.at(-1)
  const known = await knownAcceptanceNumbers(catalogue.pool)
  const { source, confidence, alarmAfterDays, overdueAfter } = archivingDeadline
  return {
    on,
    deadline: { source, confidence, alarmAfterDays, overdueAfter },
    counts: { archived: count('archived'), due: count('due'), alarm: count('alarm'), overdue: count('overdue') },
    cases: page,
    ...(last === undefined || page.length === asked.length ? {} : { next: cursorOf(last) }),
    gaps: known.flatMap(({ systemCode, numbers }) => sequenceGaps(numbers).map((gap) => ({ systemCode, ...gap }))),
  }
}

/** The place of a case in the order of the report. */
function cursorOf({ finishedOn, systemCode, serialNumber }: KnownFinishedCase): string {
  return `${finishedOn} ${systemCode} ${serialNumber}`
}

function report(finished: KnownFinishedCase, on: string): ReportedCase {
  const { withoutAlarm, inTime } = lastDays(finished.finishedOn)
  const state = finished.handover === 'archived' ? 'archived' : urgencyOf(finished.finishedOn, on)
  return { ...finished, state, alarmAfter: withoutAlarm, overdueAfter: inTime }
}
