import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../stack/child-environment.ts'
import type { TestArchive } from '../stack/test-archive.ts'

const program = fileURLToPath(new URL('./killed-worker.ts', import.meta.url))

/** A worker in a process of its own that will be killed. */
export type DoomedWorker = {
  readonly process: ChildProcess
  /** Resolves when it works; rejects when it died before. */
  readonly ready: Promise<void>
  /** The signal that ended it, `null` when it came to its end. */
  readonly died: Promise<NodeJS.Signals | null>
}

/** Where a worker kills itself; `never`: it waits for its parent to do so. */
export type Boundary = readonly [stage: string, moment: string]
export const never: Boundary = ['never', 'never']

/** Starts a worker on an archive that dies at `boundary`; it takes `folder` in if one is given. */
export function startKilledWorker(archive: TestArchive, boundary: Boundary, folder?: string): DoomedWorker {
  const args = [program, ...boundary, ...(folder === undefined ? [] : [folder])]
  const child = spawn(process.execPath, args, {
    env: { ...childEnvironment, ...archive.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const died = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null)
  const lines = createInterface({ input: child.stdout })
  const ready = Promise.race([
    once(lines, 'line').then(() => undefined),
    died.then((signal) => Promise.reject(new Error(`the worker died by ${signal} before it was ready`))),
  ])
  // Who waits for its death only does not care when it was ready.
  ready.catch(() => undefined)
  return { process: child, ready, died }
}
