import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import type { StoreAddress } from './configured-store.ts'
import type { Measured, MeasureTask } from './measure-thread.ts'
import { checkObjectKey } from './object-key.ts'

/** One that waits for its measure. */
type Waiting = MeasureTask & {
  readonly resolve: (measured: Measured) => void
  readonly reject: (error: unknown) => void
}

/** Handed to a thread together at most: a message between threads costs as much as hashing a small object. */
const mostAtOnce = 8

/** Threads that read objects of one store and hash them: the thread of who asks stays free. */
export class MeasuringThreads implements AsyncDisposable {
  readonly width: number
  readonly #threads: Piscina<readonly MeasureTask[], Measured[]>
  readonly #waiting: Waiting[] = []
  #busy = 0

  constructor(address: StoreAddress, width = availableParallelism()) {
    this.width = width
    const filename = new URL('./measure-thread.ts', import.meta.url).href
    this.#threads = new Piscina({ filename, workerData: address, minThreads: width, maxThreads: width })
  }

  /** Size and SHA-256 of what lies under a key. Throws `PATHS_FORM`, `STORE_OBJECT_MISSING`, `STORE_UNAVAILABLE`. */
  measure(key: string): Promise<ObjectFixity> {
    return this.#run(key, false)
  }

  /** The same, and its SM3, which costs four times as much. */
  async measureBoth(key: string): Promise<Fixity> {
    return (await this.#run(key, true)) as Fixity
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads.destroy()
  }

  async #run(key: string, sm3: boolean): Promise<ObjectFixity | Fixity> {
    checkObjectKey(key)
    const measured = await new Promise<Measured>((resolve, reject) => {
      this.#waiting.push({ key, sm3, resolve, reject })
      this.#handOut()
    })
    if ('fixity' in measured) return measured.fixity
    const { code, found, permanent } = measured.refusal
    if (code === 'STORE_OBJECT_MISSING') throw new ArchiveError({ code, file: key })
    if (!permanent) throw new ArchiveError({ code: 'STORE_UNAVAILABLE', found }, { permanent })
    throw new Error(`${key} was not measured: ${found}`)
  }

  /** Gives every free thread its share of what waits. */
  #handOut(): void {
    while (this.#busy < this.width && this.#waiting.length > 0) {
      const share = Math.min(mostAtOnce, Math.ceil(this.#waiting.length / this.width))
      void this.#measureAll(this.#waiting.splice(0, share))
    }
  }

  async #measureAll(group: readonly Waiting[]): Promise<void> {
    this.#busy += 1
    try {
      const measured = await this.#threads.run(group.map(({ key, sm3 }) => ({ key, sm3 })))
      for (const [i, { resolve }] of group.entries()) resolve(measured[i] as Measured)
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      this.#busy -= 1
      this.#handOut()
    }
  }
}
