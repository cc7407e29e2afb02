import { localTimeOf } from '#archive-schema/metadata/local-time.ts'

/** Stages may run on machines whose clocks differ by so much, in milliseconds. */
const tolerance = 5 * 60_000

/** The latest `yyyy-MM-dd HH:mm:ss` that is not in the future of `at`, for what another machine wrote before. */
export function latestPastTime(at: Date): string {
  return localTimeOf(at.getTime() + tolerance)
}
