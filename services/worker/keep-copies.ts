import { copyNow, copyStatus } from '../access/copy-now.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

/** To look how far the copies lag asks for all objects; the alarm waits for minutes. */
const lookEveryMs = 60_000

/**
 * 双份保存: every so often copies what is new into the second store. A store that is down stops nothing: it is told, tried again, and
 * after the configured time an alarm.
 */
export function keepCopies(archive: Archive, onError: (error: unknown) => void): Repeated {
  if (archive.stores.second === undefined) return { stop: async () => {} }
  const memory = {}
  const everyMs = archive.config.secondStore.copySeconds * 1_000
  const copying = untilStopped(everyMs, (signal) => copyNow(archive, signal, memory), onError)
  const looking = untilStopped(lookEveryMs, () => warnOfLag(archive), onError)
  return {
    async stop() {
      await Promise.all([copying.stop(), looking.stop()])
    },
  }
}

/** What warning of a lag works with. */
export type LagTools = Pick<Archive, 'catalogue' | 'config' | 'stores' | 'now'> & {
  readonly log: Pick<Archive['log'], 'error'>
}

/** An error in the log while the second copy lags for too long. */
export async function warnOfLag({ log, ...archive }: LagTools): Promise<void> {
  const status = await copyStatus(archive)
  if (status?.alarm !== true) return
  log.error({ event: 'copy.alarm', ...status }, 'records have no second copy: is the second store down?')
}
