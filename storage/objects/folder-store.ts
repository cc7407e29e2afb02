import { createHash } from 'node:crypto'
import { constants, type Dirent } from 'node:fs'
import { copyFile, type FileHandle, link, mkdir, open, readdir, unlink, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode, messageOf } from '#archive-schema/caught-error.ts'
import { measureHandle } from '#storage/content/measure-handle.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import { removeIfThere } from '#storage/content/remove-if-there.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { syncPath } from '#storage/content/sync-path.ts'
import { checkRange } from './check-range.ts'
import { FolderHolds } from './folder-holds.ts'
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
    const path = this.#path(key)
    const found = await onFileSystem(() => statIfThere(path))
    return found === undefined ? undefined : { key, bytes: found.size, retainUntil: found.mtime, version: '1' }
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
    const { retainUntil } = await this.#stored(key)
    refuseWhileLocked(key, retainUntil, this.#now())
    refuseWhileHeld(key, await onFileSystem(() => this.#holds.isHeld(key)))
    const path = this.#path(key)
    await onFileSystem(async () => {
      await this.#flag?.clear(path)
      await unlink(path)
      await syncPath(dirname(path))
    })
  }

  /** What a killed writer has left counts as well. */
  async *traces(folder: string): AsyncIterable<Trace> {
    for (const key of await this.#filesBelow(folder)) {
      const { version, retainUntil } = await this.#stored(key)
      yield { key, version, retainUntil, isHeld: await onFileSystem(() => this.#holds.isHeld(key)) }
    }
  }

  async erase(folder: string): Promise<void> {
    for (const key of await this.#filesBelow(folder)) await this.remove(key)
  }

  async *list(prefix: string, after = ''): AsyncIterable<string> {
    const files = await this.#filesBelow(prefix.slice(0, prefix.lastIndexOf('/') + 1))
    const isKey = (key: string) => !basename(key).startsWith(incoming)
    yield* files.filter((key) => isKey(key) && key.startsWith(prefix) && inByteOrder(after, key) < 0)
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

/** Names of files that are still being written; never a key. */
const incoming = '.incoming-'

/** The same for a repeat after a crash, so that what was left is found; another one for another source. */
function passingName(path: string, source: ObjectSource): string {
  const mark = createHash('sha256')
    .update(`${basename(path)}\n${source.path}`)
    .digest('hex')
    .slice(0, 32)
  return join(dirname(path), `${incoming}${mark}`)
}

/** Gives a finished file a name in the store; what a killed put has left there goes. False when the file is gone. */
async function takeOver(source: string, passing: string): Promise<boolean> {
  try {
    return await nameOnce(source, passing)
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error
    await removeIfThere(passing)
    return nameOnce(source, passing)
  }
}

/** Copies a file where it cannot have two names; never over another one, which may be a second name of an object. */
async function nameOnce(source: string, passing: string): Promise<boolean> {
  try {
    await link(source, passing)
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false
    if (!hasErrorCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK')) throw error
    await copyFile(source, passing, constants.COPYFILE_EXCL)
  }
  return true
}

/** Makes a file read-only, gives it the end of its lock, makes it durable and reads it back. */
async function fixBytes(key: string, source: ObjectSource, passing: string, end: Date): Promise<void> {
  await using file = await open(passing)
  await file.utimes(end, end)
  await file.chmod(0o444)
  // While the disk is at work the thread hashes.
  await allSettled(file.sync(), checkReadBack(key, file, source))
}

/** Waits for all, also when one fails; then throws what that one threw. */
async function allSettled(...works: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(works)
  await Promise.all(works)
}

async function checkReadBack(key: string, file: FileHandle, source: ObjectSource): Promise<void> {
  const found = await measureHandle(file)
  if (found.sha256 === source.fixity.sha256 && found.bytes === source.fixity.bytes) return
  throw new ArchiveError({
    code: 'FIXITY_STORE_DIFFERS',
    file: key,
    expected: source.fixity.sha256,
    found: found.sha256,
  })
}

/** Gives the file its name unless that name is taken; the file system decides between two writers. */
async function linkOnce(passing: string, path: string): Promise<boolean> {
  try {
    await link(passing, path)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false
    throw error
  }
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
