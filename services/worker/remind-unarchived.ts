import { finishedReport } from '../access/finished-report.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'

/** What reminding works with. */
export type RemindTools = Pick<Archive, 'catalogue' | 'now'> & {
  readonly log: Pick<Archive['log'], 'warn' | 'error'>
}

const everyMs = 24 * 3_600_000

/** 催报: reminds of finished cases that are not archived, at once and then once a day. */
export function startReminding(tools: RemindTools): { stop(): void } {
  const onError = (err: unknown) => tools.log.error({ err, event: 'finished.error' }, 'finished cases not looked at')
  remindUnarchived(tools).catch(onError)
  return repeat(everyMs, () => remindUnarchived(tools), onError)
}

/** A warning in the log while finished cases are alarmed or overdue, and nothing while there are none. */
export async function remindUnarchived({ log, ...archive }: RemindTools): Promise<void> {
  const { on, counts } = await finishedReport(archive, { limit: 0 })
  const { alarm, overdue } = counts
  if (alarm + overdue === 0) return
  log.warn(
    { event: 'finished.unarchived', on, alarm, overdue },
    'finished cases are not archived: see "finished report"',
  )
}
