import { setTimeout as sleep } from 'node:timers/promises'

/** How often to look, and for how long at most, in milliseconds. */
export type Pace = { readonly everyMs: number; readonly forMs: number }

/** Looks until there is something to see. Resolves to `undefined` when the time is over; looks at least once. */
export async function poll<T>(look: () => T | undefined | Promise<T | undefined>, pace: Pace): Promise<T | undefined> {
  const end = performance.now() + pace.forMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined || performance.now() >= end) return seen
    await sleep(pace.everyMs)
  }
}
