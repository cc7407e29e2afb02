import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { lockEnd } from '#archive-schema/retention.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** Objects of the ledger, each so small that it is held in memory. */
export class SmallObjects {
  readonly #store: ObjectStore
  /** Folder of files on their way into the store. */
  readonly #scratch: string
  readonly #now: () => Date

  constructor(store: ObjectStore, scratch: string, now: () => Date) {
    this.#store = store
    this.#scratch = scratch
    this.#now = now
  }

  /** Writes an object, locked like a permanent record or not at all. Throws `STORE_OBJECT_EXISTS` for other bytes. */
  async put(key: string, bytes: Uint8Array, isLocked: boolean): Promise<void> {
    const path = await this.#scratchFile(key, bytes)
    const fixity = { bytes: bytes.length, sha256: digestHex('sha256', bytes) }
    const now = this.#now()
    try {
      await this.#store.put(key, { path, fixity }, isLocked ? lockEnd('Y', now, now) : now)
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Whether any key begins with `prefix`. */
  async hasAny(prefix: string): Promise<boolean> {
    for await (const _ of this.#store.list(prefix)) return true
    return false
  }

  /**
   * A file with these bytes, which the store makes durable. It has the same name for the same key, so that the store finds what a
   * killed put has left; it is never written over, for it may be a second name of an object.
   */
  async #scratchFile(key: string, bytes: Uint8Array): Promise<string> {
    await mkdir(this.#scratch, { recursive: true })
    const draft = join(this.#scratch, randomUUID())
    const path = join(this.#scratch, digestHex('sha256', key))
    await writeFile(draft, bytes, { flag: 'wx' })
    await rename(draft, path)
    return path
  }

  /** Throws `STORE_OBJECT_MISSING`. */
  read(key: string): Promise<Uint8Array> {
    return collect(this.#store.read(key))
  }

  async readIfThere(key: string): Promise<Uint8Array | undefined> {
    return (await this.#store.stat(key)) === undefined ? undefined : this.read(key)
  }
}
