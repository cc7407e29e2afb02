import { createHash, randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { LimitTask } from './limits.ts'

// Hashes the same files over and over, in memory: an archive that hashes every byte once cannot be faster.
const { sizes, cases } = workerData as LimitTask
const files = sizes.map((size) => randomBytes(size))
parentPort?.once('message', () => {
  for (let done = 0; done < cases; done++) for (const file of files) digest(file)
  parentPort?.postMessage('done')
  parentPort?.close()
})
parentPort?.postMessage('ready')

function digest(file: Uint8Array): void {
  for (const algorithm of ['sha256', 'sm3']) createHash(algorithm).update(file).digest()
}
