import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { FixityMeter } from '#storage/content/digest.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import { writeFully } from '#storage/content/write-fully.ts'
import { codedIfStagingFails } from './staging-unavailable.ts'

/** Where the bytes of a staged file lie in the content file of its case. */
export type StagedExtent = { readonly offset: number; readonly bytes: number }

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
    try {
      await stat(folder)
    } catch (error) {
      throw new ArchiveError({ code: 'STAGING_LOST', file: caseId, found: 'no staging folder' }, { cause: error })
    }
    return folder
  }

  /** Starts a case: its files are appended one after the other to one content file, so that one sync makes all durable. */
  async begin(caseId: string): Promise<StagingWriter> {
    const folder = join(this.#root, caseId)
    return whileStaging(async () => {
      await mkdir(folder, { recursive: true })
      return new StagingWriter(await open(join(folder, contentName), 'wx'))
    })
  }

  /** Random access to a staged file. */
  reader(caseId: string, extent: StagedExtent): ContentReader {
    const path = join(this.#root, caseId, contentName)
    return {
      bytes: extent.bytes,
      read: (start, length) => readExtent(path, extent, start, length),
      stream: (start = 0, end = extent.bytes) =>
        readChunks(path, { start: extent.offset + start, end: extent.offset + Math.min(end, extent.bytes) }),
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
    const touched = await Promise.all(names.map((name) => lastTouched(join(this.#root, name))))
    return names.filter((_, i) => (touched[i] ?? before) < before)
  }
}

const contentName = 'content'
const caseFolder = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Appends files to the content file of a case, and measures them while they pass. */
export class StagingWriter {
  readonly #handle: FileHandle
  #offset = 0

  constructor(handle: FileHandle) {
    this.#handle = handle
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
      this.#offset += chunk.length
    }
    const fixity = meter.finish()
    return { offset, bytes: fixity.bytes, fixity }
  }

  /** Makes everything durable. */
  async finish(): Promise<void> {
    await whileStaging(() => this.#handle.sync())
    await this.#handle.close()
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

async function readExtent(path: string, extent: StagedExtent, start: number, length: number): Promise<Uint8Array> {
  const wanted = Math.max(0, Math.min(length, extent.bytes - start))
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, extent.offset + start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function lastTouched(folder: string): Promise<Date | undefined> {
  try {
    return (await stat(folder)).mtime
  } catch {
    // Gone in the meantime: somebody else dropped it, so there is nothing to say about it.
    return undefined
  }
}
