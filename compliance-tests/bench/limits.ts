import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker as Thread } from 'node:worker_threads'

/** Cases of which the limits are measured. */
export type LimitTask = { readonly sizes: readonly number[]; readonly cases: number }

/** Cases per second of a machine that does nothing but hash every byte once (SHA-256 and SM3), on some threads. */
export async function hashingLimit({ sizes, cases }: LimitTask, threads: number): Promise<number> {
  const workerData: LimitTask = { sizes, cases: Math.ceil(cases / threads) }
  const program = new URL('./hash-thread.ts', import.meta.url)
  const started = Array.from({ length: threads }, () => new Thread(program, { workerData }))
  await Promise.all(started.map((thread) => once(thread, 'message')))
  const start = performance.now()
  const ended = started.map((thread) => once(thread, 'message'))
  for (const thread of started) thread.postMessage('start')
  await Promise.all(ended)
  return (workerData.cases * threads) / secondsSince(start)
}

/**
 * Cases per second of a machine that does nothing but write the bytes of each case into a file of its own and make it
 * durable (fsync), some at a time. The files are removed again.
 */
export async function writingLimit(folder: string, { sizes, cases }: LimitTask, atOnce: number): Promise<number> {
  const place = join(folder, 'written')
  await mkdir(place)
  const bytes = randomBytes(sizes.reduce((sum, size) => sum + size, 0))
  const waiting = Array.from({ length: cases }, (_, i) => join(place, String(i))).values()
  const write = async () => {
    for (const path of waiting) await writeFile(path, bytes, { flag: 'wx', flush: true })
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: atOnce }, write))
  const seconds = secondsSince(start)
  await rm(place, { recursive: true })
  return cases / seconds
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000
}
