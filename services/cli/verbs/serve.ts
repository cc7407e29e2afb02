import type { AdvanceTools } from '#pipelines/advance-case.ts'
import { openAccessKey } from '../../access-key.ts'
import { listen } from '../../api/listen.ts'
import { startReminding } from '../../worker/remind-unarchived.ts'
import { startWorker } from '../../worker/start-worker.ts'
import { demandProvenStore, keepProving } from '../../worm-proof/demand-proven-store.ts'
import { note } from '../output.ts'
import { withArchive } from '../with-archive.ts'
import { stopped } from './worker.ts'

/**
 * API and workers in one process, until it is told to stop. Prints the address and the first login. `onBoundary` is for drills that
 * kill somebody there.
 */
export async function serve(onBoundary?: AdvanceTools['onBoundary']): Promise<void> {
  await withArchive(async (archive, signal) => {
    const key = await openAccessKey(archive.config.dataDir)
    await demandProvenStore(archive)
    // In this thread: a second one would cost the memory of another Node. Who needs more than one core adds workers.
    const worker = await startWorker(archive, onBoundary)
    const reminding = startReminding(archive)
    const proving = keepProving(archive)
    try {
      const server = await listen(archive, worker.queue, key)
      note(`归档 Guidang  ${server.address}  (docs: ${server.address}/api/docs)`)
      note(`访问密钥 access key: ${key.value}  (${key.file})`)
      if (archive.signer.isTest)
        note('测试密钥：所封存的档案无法律效力。TEST keys: what is sealed here has no legal force.')
      await stopped(signal)
      await server.close()
    } finally {
      reminding.stop()
      proving.stop()
      await worker.stop()
    }
  })
}
