import { setTimeout as pause } from 'node:timers/promises'
import { isDatabaseGone } from '#storage/catalogue/database-gone.ts'

/** An embedded database that was killed runs again within seconds, a server of its own after a failover within a minute. */
const longestOutageMs = 60_000
const tryEveryMs = 100

/**
 * Does `work`, and does it again while the database is away, for a minute at most or until `signal` aborts; then throws
 * `DATABASE_UNAVAILABLE`. `work` must be harmless when it is repeated.
 */
export async function outlastOutage<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = performance.now() + longestOutageMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseGone(error) || signal.aborted || performance.now() > end) throw error
      await pause(tryEveryMs)
    }
  }
}
