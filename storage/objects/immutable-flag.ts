import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Sets and clears the immutable attribute of files, where system, file system and rights allow it. */
export interface ImmutableFlag {
  /** Resolves when the file can be neither changed nor removed, even by root. */
  set(path: string): Promise<void>
  clear(path: string): Promise<void>
}

/**
 * The flag of the file system that holds `folder` (Linux `chattr +i`), or `undefined` where it cannot be used:
 * not root, no such attribute. Found by trying it on a probe file, which is removed again.
 */
export async function openImmutableFlag(folder: string): Promise<ImmutableFlag | undefined> {
  const probe = join(folder, `.probe-${process.pid}-${Math.random().toString(36).slice(2)}`)
  await writeFile(probe, 'probe')
  try {
    await run('chattr', ['+i', probe])
    await run('chattr', ['-i', probe])
  } catch {
    // Being told no is the answer that was asked for: this system has no immutable flag for us.
    return undefined
  } finally {
    await rm(probe, { force: true })
  }
  const setter = new BatchedFlag('+i')
  const clearer = new BatchedFlag('-i')
  return { set: (path) => setter.apply(path), clear: (path) => clearer.apply(path) }
}

type Waiting = { readonly path: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }

/** Starting a process costs more than setting a flag: all files that wait are done by one. */
class BatchedFlag {
  readonly #flag: '+i' | '-i'
  #waiting: Waiting[] = []
  #running = false

  constructor(flag: '+i' | '-i') {
    this.#flag = flag
  }

  apply(path: string): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ path, resolve, reject })
    })
    if (!this.#running) this.#drain()
    return done
  }

  #drain(): void {
    const batch = this.#waiting.splice(0, 200)
    this.#running = batch.length > 0
    if (batch.length === 0) return
    run('chattr', [this.#flag, '--', ...batch.map(({ path }) => path)])
      .then(
        () => {
          for (const { resolve } of batch) resolve()
        },
        (error: unknown) => {
          for (const { reject } of batch) reject(error)
        },
      )
      .finally(() => this.#drain())
  }
}
