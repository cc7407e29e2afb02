import { ArchiveError } from '#archive-schema/archive-error.ts'
import { clockToleranceMs } from '#archive-schema/time-stamp/stamp-names.ts'
import { latestToken } from '#storage/catalogue/checkpoint-tokens.ts'
import type { PipelineTools } from './pipeline-tools.ts'

/** 时钟: nothing is sealed at a time before one that was stamped. Throws `CLOCK_BEHIND`: the case waits. */
export async function demandClock({ catalogue, now }: Pick<PipelineTools, 'catalogue' | 'now'>): Promise<void> {
  const latest = await latestToken(catalogue.pool)
  const clock = now()
  if (latest === undefined || clock.getTime() + clockToleranceMs >= latest.stampedAt.getTime()) return
  const [expected, found] = [latest.stampedAt.toISOString(), clock.toISOString()]
  throw new ArchiveError({ code: 'CLOCK_BEHIND', expected, found }, { permanent: false })
}
