import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import { ObjectMeter } from '#storage/content/object-meter.ts'
import { syncPath } from '#storage/content/sync-path.ts'
import { writeFully } from '#storage/content/write-fully.ts'

const flushBytes = 1 << 20

/** A file that is written once from beginning to end and measured on the way. Under its own name it is complete or not there. */
export class MeasuredFile {
  readonly #target: string
  readonly #handle: FileHandle
  readonly #meter = new ObjectMeter()
  #position = 0
  /** Headers and small files are written together: each write is a system call. */
  #pending: Uint8Array[] = []
  #pendingBytes = 0

  private constructor(target: string, handle: FileHandle) {
    this.#target = target
    this.#handle = handle
  }

  /** Starts the file under a passing name; what an interrupted run left there is written over. */
  static async create(target: string): Promise<MeasuredFile> {
    return new MeasuredFile(target, await open(passingName(target), 'w'))
  }

  /** Number of bytes written so far. */
  get position(): number {
    return this.#position
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#pending.push(chunk)
    this.#pendingBytes += chunk.length
    this.#meter.update(chunk)
    this.#position += chunk.length
    if (this.#pendingBytes >= flushBytes) await this.#flush()
  }

  async #flush(): Promise<void> {
    const [first, ...rest] = this.#pending.splice(0)
    this.#pendingBytes = 0
    if (first !== undefined) await writeFully(this.#handle, rest.length === 0 ? first : Buffer.concat([first, ...rest]))
  }

  /** Makes the file durable under its own name, and says what it holds. */
  async finish(): Promise<ObjectFixity> {
    await this.#flush()
    await this.#handle.sync()
    await this.#handle.close()
    await rename(passingName(this.#target), this.#target)
    await syncPath(dirname(this.#target))
    return this.#meter.finish()
  }

  /** Gives up, and leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#handle.close()
    await rm(passingName(this.#target), { force: true })
  }
}

function passingName(target: string): string {
  return `${target}.part`
}
