import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { bytesReader, type ContentReader, partReader } from '#archive-schema/content-reader.ts'
import { FixityMeter } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import { handleChunks, readAt } from '#storage/content/read-chunks.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { syncPath } from '#storage/content/sync-path.ts'
import { writeFully } from '#storage/content/write-fully.ts'
import { codedIfStagingFails } from './staging-unavailable.ts'

/** Where the bytes of a staged file lie in the content file of its case. */
export type StagedExtent = { readonly offset: number; readonly bytes: number }

/** The staged content of a case, held open. */
export type StagedContent = {
  reader(extent: StagedExtent): ContentReader
  close(): Promise<void>
}

/**
 * 暂存区 (staging): one folder a case, from capture until its objects are preserved. Holds nothing of a refused case.
 * Writing throws `STAGING_UNAVAILABLE`, which is not permanent, when the disk is full or cannot be written.
 */
export class StagingArea {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** Folder of a case, for the files that its stages make. Throws `STAGING_LOST` when it is gone. */
  async folder(caseId: string): Promise<string> {
    const folder = join(this.#root, caseId)
    const isThere = (await whileStaging(() => statIfThere(folder))) !== undefined
    if (!isThere) throw new ArchiveError({ code: 'STAGING_LOST', file: caseId, found: 'no staging folder' })
    return folder
  }

  /** Starts a case: its files are appended one after the other to one content file, so that one sync makes all durable. */
  async begin(caseId: string): Promise<StagingWriter> {
    const folder = join(this.#root, caseId)
    return whileStaging(async () => {
      await mkdir(folder, { recursive: true })
      return new StagingWriter(await open(join(folder, contentName), 'wx+'), [folder, this.#root])
    })
  }

  /** Opens the staged content of a case for random access. Whoever opens it closes it. Throws `STAGING_LOST`. */
  async open(caseId: string): Promise<StagedContent> {
    try {
      const content = await fileReader(join(this.#root, caseId, contentName))
      return { reader: ({ offset, bytes }) => partReader(content, offset, bytes), close: () => content.close() }
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw codedIfStagingFails(error)
      throw new ArchiveError({ code: 'STAGING_LOST', file: caseId, found: 'no staged content' }, { cause: error })
    }
  }

  /** Removes everything that is staged of a case. */
  async drop(caseId: string): Promise<void> {
    await rm(join(this.#root, caseId), { recursive: true, force: true })
  }

  /** Cases that have a folder here. */
  async cases(): Promise<string[]> {
    await mkdir(this.#root, { recursive: true })
    // Whatever else lies here (the lost+found of a disk of its own) is not ours.
    return (await readdir(this.#root)).filter((name) => caseFolder.test(name))
  }

  /** Cases that have a folder here and were last touched before `before`. */
  async untouchedSince(before: Date): Promise<string[]> {
    const names = await this.cases()
    const found = await Promise.all(names.map((name) => statIfThere(join(this.#root, name))))
    // One that is gone in the meantime was dropped by somebody else.
    return names.filter((_, i) => (found[i]?.mtime ?? before) < before)
  }
}

const contentName = 'content'
const caseFolder = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Appends files to the content file of a case, and measures them while they pass. */
export class StagingWriter {
  readonly #handle: FileHandle
  /** Folders whose entries lead to the content file. */
  readonly #folders: readonly string[]
  #offset = 0
  /** The last appended file, where it came in one piece. */
  #last: { readonly offset: number; readonly content: Uint8Array } | undefined

  constructor(handle: FileHandle, folders: readonly string[]) {
    this.#handle = handle
    this.#folders = folders
  }

  /** What was appended, to be looked at before `finish`. */
  reader(extent: StagedExtent): ContentReader {
    const last = this.#last
    const isLast = last?.offset === extent.offset && last.content.length === extent.bytes
    return isLast ? bytesReader(last.content) : extentReader(this.#handle, extent)
  }

  /** Appends at most `limit` bytes; resolves to what was appended, or to `undefined` when the stream holds more. */
  async append(
    stream: AsyncIterable<Uint8Array>,
    limit: number,
  ): Promise<(StagedExtent & { fixity: Fixity }) | undefined> {
    const meter = new FixityMeter()
    const offset = this.#offset
    for await (const chunk of stream) {
      if (this.#offset - offset + chunk.length > limit) return undefined
      meter.update(chunk)
      await whileStaging(() => writeFully(this.#handle, chunk))
      this.#last = this.#offset === offset ? { offset, content: chunk } : undefined
      this.#offset += chunk.length
    }
    const fixity = meter.finish()
    return { offset, bytes: fixity.bytes, fixity }
  }

  /** Makes everything durable. */
  async finish(): Promise<void> {
    await whileStaging(() => this.#handle.sync())
    await this.#handle.close()
    for (const folder of this.#folders) await whileStaging(() => syncPath(folder))
  }

  /** Gives up; the caller drops the case. */
  async abandon(): Promise<void> {
    await this.#handle.close()
  }
}

async function whileStaging<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw codedIfStagingFails(error)
  }
}

function extentReader(handle: FileHandle, { offset, bytes }: StagedExtent): ContentReader {
  const within = (position: number) => offset + Math.min(position, bytes)
  return {
    bytes,
    read: (start, length) => readAt(handle, within(start), within(start + length) - within(start)),
    stream: (start = 0, end = bytes) => handleChunks(handle, { start: within(start), end: within(end) }),
  }
}
