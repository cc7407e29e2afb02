import { z } from 'zod'
import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import profile from '#archive-schema/profiles/archiving-deadlines.json' with { type: 'json' }

const deadlineSchema = z.strictObject({
  profile: z.string(),
  version: z.string(),
  title: z.string(),
  source: z.string().min(1),
  confidence: z.enum(['high', 'medium', 'low']),
  notes: z.array(z.string()),
  alarmAfterDays: z.int().min(1),
  overdueAfter: z.strictObject({
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    yearsLater: z.int().min(0),
  }),
})

/** 归档时限 (until when a finished case is to be archived), with its source. */
export type ArchivingDeadline = Readonly<z.infer<typeof deadlineSchema>>

/** Reads the profile of deadlines. Throws a `ZodError` with all that is wrong. */
export function parseArchivingDeadline(source: unknown): ArchivingDeadline {
  return deadlineSchema.parse(source)
}

/** The deadlines that come with the product (DA/T 104-2024, 6.3). */
export const archivingDeadline = parseArchivingDeadline(profile)

/** 催报状态 of a finished case that is not archived: due 待归档, alarm 催报, overdue 逾期. */
export const urgencies = ['due', 'alarm', 'overdue'] as const
export type Urgency = (typeof urgencies)[number]

/** The last day without an alarm, and the last day in time, of a case that was finished on a day (`YYYY-MM-DD`). */
export function lastDays(finishedOn: string, { alarmAfterDays, overdueAfter }: ArchivingDeadline = archivingDeadline) {
  const { month, day, yearsLater } = overdueAfter
  const finished = new Date(`${finishedOn}T00:00:00Z`)
  const year = finished.getUTCFullYear()
  return {
    withoutAlarm: dayOf(new Date(finished.getTime() + alarmAfterDays * 86_400_000)),
    inTime: dayOf(new Date(Date.UTC(year + yearsLater, month - 1, day))),
  }
}

/** How urgent a case is that was finished on a day and is not archived `today`. Days in ISO form sort as text. */
export function urgencyOf(finishedOn: string, today: string, deadline: ArchivingDeadline = archivingDeadline): Urgency {
  const { withoutAlarm, inTime } = lastDays(finishedOn, deadline)
  if (today > inTime) return 'overdue'
  return today > withoutAlarm ? 'alarm' : 'due'
}

/** The day of China's calendar at a moment. */
export function chinaDay(moment: Date): string {
  return localTimeOf(moment.getTime()).slice(0, 10)
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
