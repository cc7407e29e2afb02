import { rm, writeFile } from 'node:fs/promises'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { lockEnd } from '#archive-schema/retention.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { scratchFile } from '#storage/objects/scratch-file.ts'

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
  put(key: string, bytes: Uint8Array, isLocked: boolean): Promise<void> {
    const now = this.#now()
    return this.putUntil(key, bytes, isLocked ? lockEnd('Y', now, now) : now)
  }

  /** The same, locked until an instant. */
  async putUntil(key: string, bytes: Uint8Array, lockedUntil: Date): Promise<void> {
    const path = await scratchFile(this.#scratch, key, (draft) => writeFile(draft, bytes, { flag: 'wx' }))
    const fixity = { bytes: bytes.length, sha256: digestHex('sha256', bytes) }
    try {
      await this.#store.put(key, { path, fixity }, lockedUntil)
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Whether any key begins with `prefix`. */
  async hasAny(prefix: string): Promise<boolean> {
    for await (const _ of this.#store.list(prefix)) return true
    return false
  }

  /** Throws `STORE_OBJECT_MISSING`. */
  read(key: string): Promise<Uint8Array> {
    return collect(this.#store.read(key))
  }

  async readIfThere(key: string): Promise<Uint8Array | undefined> {
    return (await this.#store.stat(key)) === undefined ? undefined : this.read(key)
  }
}
