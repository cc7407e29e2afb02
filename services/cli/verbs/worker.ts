import { once } from 'node:events'
import type { AdvanceTools } from '#pipelines/advance-case.ts'
import { startReminding } from '../../worker/remind-unarchived.ts'
import { startWorker } from '../../worker/start-worker.ts'
import { demandProvenStore, keepProving } from '../../worm-proof/demand-proven-store.ts'
import { note } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/**
 * Works on cases until it is told to stop (SIGINT, SIGTERM); then finishes what it is doing. `onBoundary` is for drills that kill
 * somebody there.
 */
export async function work(onBoundary?: AdvanceTools['onBoundary']): Promise<void> {
  await withArchive(async (archive, signal) => {
    await demandProvenStore(archive)
    const worker = await startWorker(archive, onBoundary)
    note('worker started')
    const reminding = startReminding(archive)
    const proving = keepProving(archive)
    await stopped(signal)
    reminding.stop()
    proving.stop()
    await worker.stop()
  })
}

/** Resolves when the process was told to stop, also when that was before anybody asked. */
export async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  // A timer keeps the process alive while nothing else does.
  const alive = setInterval(() => {}, 60_000)
  await once(signal, 'abort')
  clearInterval(alive)
}
