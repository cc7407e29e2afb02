import { peakMemory } from './process-usage.ts'

/** A watch over processes. */
export type MemoryWatch = {
  /** Ends the watch; resolves to the most bytes that any one of the processes has held in memory. */
  stop(): Promise<number>
}

/** Looks again and again at the peak memory of those processes that `processes` names. */
export function watchMemory(processes: () => Promise<readonly number[]>, everyMs: number): MemoryWatch {
  let peak = 0
  let watching = true
  const look = async () => {
    for (const pid of await processes()) peak = Math.max(peak, (await peakMemory(pid)) ?? 0)
  }
  const watch = (async () => {
    while (watching) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  })()
  // Reported by `stop`; nobody listens before.
  watch.catch(() => undefined)
  return {
    async stop() {
      watching = false
      await watch
      return peak
    },
  }
}
