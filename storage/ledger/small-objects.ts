import { rm, writeFile } from 'node:fs/promises'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { defaultLockPolicy, type LockPolicy, permanentLock } from '#archive-schema/retention/lock-policy.ts'
import type { ObjectStore, StoredObject } from '#storage/objects/object-store.ts'
import { scratchFile } from '#storage/objects/scratch-file.ts'

/** Objects of the ledger, each so small that it is held in memory. */
export class SmallObjects {
  readonly #store: ObjectStore
  /** Folder of files on their way into the store. */
  readonly #scratch: string
  readonly #now: () => Date
  readonly #locks: LockPolicy

  constructor(store: ObjectStore, scratch: string, now: () => Date, locks = defaultLockPolicy) {
    this.#store = store
    this.#scratch = scratch
    this.#now = now
    this.#locks = locks
  }

  /** Writes an object, locked like a permanent record or not at all. Throws `STORE_OBJECT_EXISTS` for other bytes. */
  async put(key: string, bytes: Uint8Array, isLocked: boolean): Promise<void> {
    const now = this.#now()
    await this.putUntil(key, bytes, isLocked ? permanentLock(now, this.#locks) : now)
  }

  /** The same, locked until an instant. */
  async putUntil(key: string, bytes: Uint8Array, lockedUntil: Date): Promise<StoredObject> {
    const path = await scratchFile(this.#scratch, key, (draft) => writeFile(draft, bytes, { flag: 'wx' }))
    const fixity = { bytes: bytes.length, sha256: digestHex('sha256', bytes) }
    try {
      return await this.#store.put(key, { path, fixity }, lockedUntil)
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
