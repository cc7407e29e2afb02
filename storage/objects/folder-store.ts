import type { Dirent } from 'node:fs'
import { mkdir, readdir, unlink, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode, messageOf } from '#archive-schema/caught-error.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import { removeIfThere } from '#storage/content/remove-if-there.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { syncPath } from '#storage/content/sync-path.ts'
import { checkRange } from './check-range.ts'
import { FolderHolds } from './folder-holds.ts'
import { fixBytes, incoming, linkOnce, passingName, takeOver } from './folder-write.ts'
import { type ImmutableFlag, openImmutableFlag } from './immutable-flag.ts'
import { existing, refuseShortening, refuseWhileHeld, refuseWhileLocked, toLockEnd } from './lock-rules.ts'
import { checkObjectKey } from './object-key.ts'
import type { ByteRange, ObjectSource, ObjectStore, StoredObject, Trace } from './object-store.ts'

export type FolderStoreOptions = {
  readonly folder: string
  readonly now: () => Date
  /** Set the immutable attribute where the system allows it. */
  readonly immutable: boolean
}

/** Opens (and makes) a WORM folder. */
export async function openFolderStore(options: FolderStoreOptions): Promise<FolderStore> {
  const objects = join(options.folder, 'objects')
  await mkdir(objects, { recursive: true })
  const flag = options.immutable ? await openImmutableFlag(options.folder) : undefined
  return new FolderStore(objects, new FolderHolds(join(options.folder, 'holds')), options.now, flag)
}

/**
 * 一次写入文件夹 (WORM folder): one file an object, mode 0444, immutable where the system allows it. The end of the lock
 * is the file's modification time, as known from WORM file systems that keep it in a time stamp of the file.
 * It protects against this program and ordinary users; who administers the machine can still destroy files.
 */
export class FolderStore implements ObjectStore {
  readonly #objects: string
  readonly #holds: FolderHolds
  readonly #now: () => Date
  readonly #flag: ImmutableFlag | undefined

  constructor(objects: string, holds: FolderHolds, now: () => Date, flag: ImmutableFlag | undefined) {
    this.#objects = objects
    this.#holds = holds
    this.#now = now
    this.#flag = flag
  }

  get description(): string {
    const how = this.#flag === undefined ? 'read-only files' : 'read-only, immutable files'
    return `WORM folder ${this.#objects} (${how}; the machine's administrator can still destroy them)`
  }

  async put(key: string, source: ObjectSource, retainUntil: Date): Promise<StoredObject> {
    const path = this.#path(key)
    return onFileSystem(async () => {
      const passing = passingName(path, source)
      try {
        const isNew = (await this.stat(key)) === undefined && (await this.#writeOnce(key, source, passing, retainUntil))
        if (!isNew) await this.#compare(key, source)
      } finally {
        await removeIfThere(passing)
      }
      // The source may be a second name of the object, and an immutable file cannot lose a name.
      await removeIfThere(source.path)
      await this.#flag?.set(path)
      const stored = await this.#stored(key)
      return toLockEnd(retainUntil) > stored.retainUntil ? this.extendLock(key, retainUntil) : stored
    })
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    checkObjectKey(key)
    return this.#look(key)
  }

  async *read(key: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    const { bytes } = await this.#stored(key)
    const part = range ?? { start: 0, end: bytes }
    checkRange(key, bytes, part)
    try {
      yield* readChunks(this.#path(key), part)
    } catch (error) {
      throw unavailable(error)
    }
  }

  async extendLock(key: string, until: Date): Promise<StoredObject> {
    const { retainUntil } = await this.#stored(key)
    const end = toLockEnd(until)
    refuseShortening(key, retainUntil, end)
    const path = this.#path(key)
    await onFileSystem(async () => {
      await this.#flag?.clear(path)
      await utimes(path, end, end)
      await this.#flag?.set(path)
    })
    return this.#stored(key)
  }

  async isHeld(key: string): Promise<boolean> {
    await this.#stored(key)
    return onFileSystem(() => this.#holds.isHeld(key))
  }

  async setHold(key: string, isHeld: boolean): Promise<void> {
    await this.#stored(key)
    await onFileSystem(() => this.#holds.set(key, isHeld))
  }

  async remove(key: string): Promise<void> {
    await this.#removeFile(await this.#stored(key))
  }

  /** What a killed writer has left counts as well, under a name that is no key. */
  async *traces(folder: string): AsyncIterable<Trace> {
    for await (const { key, version, retainUntil } of this.#everythingBelow(folder))
      yield { key, version, retainUntil, isHeld: await onFileSystem(() => this.#holds.isHeld(key)) }
  }

  async erase(folder: string): Promise<void> {
    for await (const found of this.#everythingBelow(folder)) await this.#removeFile(found)
  }

  async *list(prefix: string, after = ''): AsyncIterable<string> {
    const files = await this.#filesBelow(prefix.slice(0, prefix.lastIndexOf('/') + 1))
    const isKey = (key: string) => !basename(key).startsWith(incoming)
    yield* files.filter((key) => isKey(key) && key.startsWith(prefix) && inByteOrder(after, key) < 0)
  }

  /** Without what a writer at work has taken away since the folder was listed. */
  async *#everythingBelow(folder: string): AsyncGenerator<StoredObject> {
    for (const name of await this.#filesBelow(folder)) {
      const found = await this.#look(name)
      if (found !== undefined) yield found
    }
  }

  async #look(key: string): Promise<StoredObject | undefined> {
    const found = await onFileSystem(() => statIfThere(this.#file(key)))
    return found === undefined ? undefined : { key, bytes: found.size, retainUntil: found.mtime, version: '1' }
  }

  async #removeFile({ key, retainUntil }: StoredObject): Promise<void> {
    refuseWhileLocked(key, retainUntil, this.#now())
    refuseWhileHeld(key, await onFileSystem(() => this.#holds.isHeld(key)))
    const path = this.#file(key)
    await onFileSystem(async () => {
      await this.#flag?.clear(path)
      await unlink(path)
      await syncPath(dirname(path))
    })
  }

  async #filesBelow(folder: string): Promise<string[]> {
    const files = (await readIfThere(join(this.#objects, folder))).filter((entry) => entry.isFile())
    return files.map((entry) => join(entry.parentPath, entry.name).slice(this.#objects.length + 1)).sort(inByteOrder)
  }

  /**
   * Makes the bytes durable, locked and re-hashed under a passing name first, so that the key never shows anything else;
   * the source keeps its name until then, so that a killed process can begin again. False when another writer was faster.
   */
  async #writeOnce(key: string, source: ObjectSource, passing: string, retainUntil: Date): Promise<boolean> {
    const path = this.#path(key)
    const folder = dirname(path)
    await mkdir(folder, { recursive: true })
    if (!(await takeOver(source.path, passing))) return this.#refuseUnlessStored(key, source)
    await fixBytes(key, source, passing, toLockEnd(retainUntil))
    const isNew = await linkOnce(passing, path)
    await syncPath(folder)
    return isNew
  }

  /** The source is gone: another writer has stored it in the meantime, or it is lost. */
  async #refuseUnlessStored(key: string, source: ObjectSource): Promise<false> {
    if ((await this.stat(key)) !== undefined) return false
    throw new ArchiveError({ code: 'STAGING_LOST', file: key, found: `${source.path} is gone` })
  }

  async #compare(key: string, source: ObjectSource): Promise<void> {
    const found = await measureObject(this.read(key))
    if (found.sha256 !== source.fixity.sha256 || found.bytes !== source.fixity.bytes) {
      throw new ArchiveError({ code: 'STORE_OBJECT_EXISTS', file: key })
    }
  }

  async #stored(key: string): Promise<StoredObject> {
    return existing(key, await this.stat(key))
  }

  #path(key: string): string {
    checkObjectKey(key)
    return this.#file(key)
  }

  #file(key: string): string {
    return join(this.#objects, ...key.split('/'))
  }
}

/** Everything in a folder and below; nothing if there is no such folder. */
async function readIfThere(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return []
    throw unavailable(error)
  }
}

function inByteOrder(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

/** Does `work`; what the file system refuses is `STORE_UNAVAILABLE` or `STORE_FULL`, which is mended without touching the work. */
async function onFileSystem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unavailable(error)
  }
}

function unavailable(error: unknown): unknown {
  if (error instanceof ArchiveError) return error
  const code = hasErrorCode(error, 'ENOSPC', 'EDQUOT') ? 'STORE_FULL' : 'STORE_UNAVAILABLE'
  return new ArchiveError({ code, found: messageOf(error) }, { cause: error, permanent: false })
}
