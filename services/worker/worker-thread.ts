import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from '../config.ts'
import { openLog } from '../logging.ts'
import { openArchive } from '../open-archive.ts'
import { startWorker } from './start-worker.ts'

// A worker in a thread of its own: hashing and packing never hold up the API or the intake.
const config = workerData as Config
const archive = await openArchive(config, openLog(config.logLevel))
const worker = await startWorker(archive)
parentPort?.postMessage('started')
parentPort?.once('message', async () => {
  await worker.stop()
  await archive.close()
  parentPort?.close()
})
