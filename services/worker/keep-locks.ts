import { type Renewals, renewLocks } from '#pipelines/retention/renew-locks.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'

const everyMs = 3_600_000

/** What the renewal of locks works with. */
export type KeepLocksTools = Pick<Archive, 'catalogue' | 'store' | 'retention' | 'now'> & {
  readonly log: Pick<Archive['log'], 'info' | 'error'>
}

/** 滚动锁定: renews locks at once and then every hour; `stop` ends between two objects and waits for that. */
export function keepLocks(tools: KeepLocksTools, onError: (error: unknown) => void): { stop(): Promise<void> } {
  const end = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const round = () => {
    running = renewAndTell(tools, end.signal)
    return running
  }
  const hourly = repeat(everyMs, round, onError)
  round().catch(onError)
  return {
    async stop() {
      hourly.stop()
      end.abort()
      // How the round ended was told to `onError`.
      await running.catch(() => undefined)
    },
  }
}

/** One round; every lock that could not be renewed is an error in the log, with its code. */
export async function renewAndTell({ log, ...tools }: KeepLocksTools, signal?: AbortSignal): Promise<void> {
  const { renewed, faults }: Renewals = await renewLocks(tools, signal)
  if (renewed > 0) log.info({ event: 'lock.renewed', renewed }, 'locks renewed')
  for (const { key, number, code, found } of faults) {
    log.error({ event: 'lock.fault', key, number, code, found }, 'a lock is not renewed: see "status"')
  }
}
