import { renewLocks } from '#pipelines/retention/renew-locks.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

const everyMs = 3_600_000

/** What the renewal of locks works with. */
export type KeepLocksTools = Pick<Archive, 'catalogue' | 'store' | 'stores' | 'retention' | 'now'> & {
  readonly log: Pick<Archive['log'], 'info' | 'error'>
}

/** 滚动锁定: renews locks at once and then every hour; `stop` ends between two objects and waits for that. */
export function keepLocks(tools: KeepLocksTools, onError: (error: unknown) => void): Repeated {
  return untilStopped(everyMs, (signal) => renewAndTell(tools, signal), onError, 'at once')
}

/** One round; every lock that could not be renewed is an error in the log, with its code. */
export async function renewAndTell({ log, ...tools }: KeepLocksTools, signal?: AbortSignal): Promise<void> {
  const { renewed, faults } = await renewLocks(tools, signal)
  if (renewed > 0) log.info({ event: 'lock.renewed', renewed }, 'locks renewed')
  for (const { key, number, code, found } of faults) {
    log.error({ event: 'lock.fault', key, number, code, found }, 'a lock is not renewed: see "status"')
  }
}
