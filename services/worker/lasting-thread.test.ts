import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LastingThread } from './lasting-thread.ts'

/** A program that counts its starts in shared memory, and dies of itself in those before the third. */
const mortal = program(`
  const starts = new Int32Array(workerData)
  const start = Atomics.add(starts, 0, 1) + 1
  parentPort.on('message', () => parentPort.close())
  parentPort.postMessage('started')
  if (start < 3) setTimeout(() => { throw new Error('died in start ' + start) }, 10)
`)

function program(text: string): URL {
  const imports = `import { parentPort, workerData } from 'node:worker_threads'`
  return new URL(`data:text/javascript,${encodeURIComponent(`${imports}\n${text}`)}`)
}

function startMortal(restartAfterMs: number) {
  const starts = new Int32Array(new SharedArrayBuffer(4))
  const errors: string[] = []
  const onError = (error: unknown) => errors.push(String(error))
  const options = { program: mortal, workerData: starts.buffer, onError, restartAfterMs }
  return { starts, errors, thread: LastingThread.start(options) }
}

test('a thread that dies is started again, and every death is told', async () => {
  const { starts, errors, thread } = startMortal(5)
  const lasting = await thread
  while ((starts[0] ?? 0) < 3) await pause(5)
  await lasting.stop()
  expect(starts[0]).toBe(3)
  expect(errors).toEqual(
    [1, 2].flatMap((n) => [`Error: died in start ${n}`, 'Error: a thread has ended by itself with 1']),
  )
})

test('a thread that was stopped is not started again, also when it had just died', async () => {
  const { starts, errors, thread } = startMortal(50)
  const lasting = await thread
  while (errors.length < 2) await pause(5)
  await lasting.stop()
  const started = starts[0]
  await pause(100)
  expect(starts[0]).toBe(started)
})

test('a program that cannot start is an error of the start', async () => {
  const broken = { program: program(`throw new Error('no such luck')`), workerData: undefined, restartAfterMs: 5 }
  await expect(LastingThread.start({ ...broken, onError: () => {} })).rejects.toThrow('no such luck')
})
