import { once } from 'node:events'
import { Worker as Thread } from 'node:worker_threads'
import { CaseQueue } from '#pipelines/queue.ts'
import type { Config } from '../config.ts'
import type { Archive } from '../open-archive.ts'
import type { Worker } from './start-worker.ts'

/** Starts a worker in a thread of this process; it shares the database that this process has joined. */
export async function startWorkerThread(archive: Archive): Promise<Worker> {
  const { catalogue, log } = archive
  const onError = (error: unknown) => log.error({ err: error, event: 'worker.error' }, 'worker error')
  const config: Config = { ...archive.config, databaseUrl: catalogue.connectionString }
  const thread = new Thread(new URL('./worker-thread.ts', import.meta.url), { workerData: config })
  // The first message says that it has started; `once` rejects when it cannot.
  await once(thread, 'message')
  thread.on('error', onError)
  const queue = await CaseQueue.open(catalogue, { supervise: false, onError })
  return {
    queue,
    async stop() {
      thread.postMessage('stop')
      await once(thread, 'exit')
      await queue.stop({ graceful: false })
    },
  }
}
