import { CaseQueue } from '#pipelines/queue.ts'
import type { Config } from '../config.ts'
import type { Archive } from '../open-archive.ts'
import { LastingThread } from './lasting-thread.ts'
import type { Worker } from './start-worker.ts'

/**
 * Starts a worker in a thread of this process. It shares the database that this process has joined, and is started again
 * if it dies.
 */
export async function startWorkerThread(archive: Archive): Promise<Worker> {
  const { catalogue, log } = archive
  const onError = (error: unknown) => log.error({ err: error, event: 'worker.error' }, 'worker error')
  const config: Config = { ...archive.config, databaseUrl: catalogue.connectionString }
  const program = new URL('./worker-thread.ts', import.meta.url)
  const thread = await LastingThread.start({ program, workerData: config, onError, restartAfterMs: 1_000 })
  const queue = await CaseQueue.open(catalogue, { supervise: false, onError })
  return {
    queue,
    async stop() {
      await thread.stop()
      await queue.stop({ graceful: false })
    },
  }
}
