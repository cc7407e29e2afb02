import { readFile } from 'node:fs/promises'
import { endedChildrenSeconds } from './process-usage.ts'

/** A watch over the work of others. */
export type OtherWork = {
  /** Cores that were busy so far, on average, with something else than this process and its ended children. */
  cores(): Promise<number>
}

/**
 * Starts to watch how busy the machine is with work that is not ours: figures that were taken beside it are worth less.
 * Time that a hypervisor gave to its other guests counts as well.
 */
export async function watchOtherWork(): Promise<OtherWork> {
  const start = performance.now()
  const before = await othersSeconds()
  return {
    async cores() {
      const others = (await othersSeconds()) - before
      return Math.max(0, (1000 * others) / (performance.now() - start))
    },
  }
}

async function othersSeconds(): Promise<number> {
  const busy = busySeconds(await readFile('/proc/stat', 'utf8'))
  const { user, system } = process.cpuUsage()
  return busy - (user + system) / 1e6 - (await endedChildrenSeconds())
}

/** Seconds that all cores together have not been idle, from the first line of `/proc/stat` (proc(5)), in ticks of 10 ms. */
export function busySeconds(stat: string): number {
  const [line = ''] = stat.split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq + steal) / 100
}
