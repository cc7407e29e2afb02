import { setTimeout as pause } from 'node:timers/promises'
import type { DrilledArchive } from './drilled-archive.ts'

type Status = { readonly stages: Readonly<Record<string, number>> }
type Ledger = { readonly committed: number; readonly waiting: number; readonly checkpoint?: { readonly size: number } }

/** A case that failed again and again is tried again after five minutes at most. What is still to do after ten is a fault. */
const longestMs = 600_000

/**
 * Waits until nothing is in process and every entry of the ledger is under a checkpoint. The sender has stopped. Throws what is still
 * waited for when it takes too long.
 */
export async function settle({ api, processes }: DrilledArchive): Promise<void> {
  await Promise.all(Object.values(processes).map((each) => each.ready()))
  for (const end = performance.now() + longestMs; ; await pause(200)) {
    const { stages } = await api.read<Status>('/api/v1/status')
    const ledger = await api.read<Ledger>('/api/v1/ledger')
    const isCovered = ledger.waiting === 0 && ledger.checkpoint?.size === ledger.committed
    if (Object.keys(stages).length === 0 && isCovered) return
    if (performance.now() > end) throw new Error(`not settled: ${JSON.stringify({ stages, ledger })}`)
  }
}
