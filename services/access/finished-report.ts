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
  /** Those of the states asked for, oldest first. */
  readonly cases: readonly ReportedCase[]
  readonly gaps: readonly ({ readonly systemCode: string } & SequenceGap)[]
}

/** Reports finished cases; without `states`, lists those that are not archived. */
export async function finishedReport(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  states: readonly FinishedState[] = urgencies,
): Promise<FinishedReport> {
  const on = chinaDay(now())
  const reported = (await finishedCases(catalogue.pool)).map((finished) => report(finished, on))
  const count = (state: FinishedState) => reported.filter((each) => each.state === state).length
  const known = await knownAcceptanceNumbers(catalogue.pool)
  const { source, confidence, alarmAfterDays, overdueAfter } = archivingDeadline
  return {
    on,
    deadline: { source, confidence, alarmAfterDays, overdueAfter },
    counts: { archived: count('archived'), due: count('due'), alarm: count('alarm'), overdue: count('overdue') },
    cases: reported.filter(({ state }) => states.includes(state)),
    gaps: known.flatMap(({ systemCode, numbers }) => sequenceGaps(numbers).map((gap) => ({ systemCode, ...gap }))),
  }
}

function report(finished: KnownFinishedCase, on: string): ReportedCase {
  const { withoutAlarm, inTime } = lastDays(finished.finishedOn)
  const state = finished.handover === 'archived' ? 'archived' : urgencyOf(finished.finishedOn, on)
  return { ...finished, state, alarmAfter: withoutAlarm, overdueAfter: inTime }
}
