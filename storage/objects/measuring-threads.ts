import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import type { StoreAddress } from './configured-store.ts'
import type { Measured, MeasureTask } from './measure-thread.ts'
import { checkObjectKey } from './object-key.ts'

/** Threads that read objects of one store and hash them: the thread of who asks stays free. */
export class MeasuringThreads implements AsyncDisposable {
  readonly width: number
  readonly #threads: Piscina<MeasureTask, Measured>

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
    const measured = await this.#threads.run({ key, sm3 })
    if ('fixity' in measured) return measured.fixity
    const { code, found, permanent } = measured.refusal
    if (code === 'STORE_OBJECT_MISSING') throw new ArchiveError({ code, file: key })
    if (!permanent) throw new ArchiveError({ code: 'STORE_UNAVAILABLE', found }, { permanent })
    throw new Error(`${key} was not measured: ${found}`)
  }
}
