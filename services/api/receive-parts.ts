import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaptureLimits } from '#pipelines/capture/capture-limits.ts'
import type { CaseSource, SourceEntry } from '#pipelines/capture/case-source.ts'
import { caseJsonName } from '#pipelines/capture/read-case-json.ts'
import { invalidBody } from './limit-bytes.ts'

/** Streams the parts of a multipart body into numbered files in `folder`. Part `case` is `case.json`. */
export async function receiveParts(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  folder: string,
  limits: CaptureLimits,
): Promise<CaseSource> {
  const parser = openParser(contentType, limits)
  const parts = new PartFiles(folder, (error) => parser.destroy(error))
  parser.on('file', (name, content, { filename }) => parts.add(pathOf(name, filename), content))
  parser.on('field', (name, text, { valueTruncated }) => parts.add(...fieldPart(name, text, valueTruncated, limits)))
  parser.on('partsLimit', () => parser.destroy(tooManyParts(limits)))
  try {
    await pipeline(body, parser)
  } catch (error) {
    throw isParserError(error) ? invalidBody(error.message, error) : error
  } finally {
    await parts.settled()
  }
  return parts.source()
}

/** A received part: the path that the sender gave it, and the file that holds its bytes. */
type Part = { readonly path: string; readonly file: string }

class PartFiles {
  readonly #folder: string
  readonly #fail: (error: Error) => void
  readonly #parts: Part[] = []
  readonly #writing: Promise<void>[] = []

  /** `fail` ends the reception when a part cannot be kept. */
  constructor(folder: string, fail: (error: Error) => void) {
    this.#folder = folder
    this.#fail = fail
  }

  add(path: string | ArchiveError, content: Readable): void {
    if (path instanceof ArchiveError) this.#fail(path)
    const file = join(this.#folder, String(this.#parts.length))
    this.#parts.push({ path: String(path), file })
    this.#writing.push(pipeline(content, createWriteStream(file, { flags: 'wx' })).catch(this.#fail))
  }

  /** Resolves when no file is being written any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async source(): Promise<CaseSource> {
    const files = byName(this.#parts)
    const entries = await Promise.all(
      this.#parts.map(
        async ({ path, file }): Promise<SourceEntry> => ({ path, kind: 'file', bytes: (await stat(file)).size }),
      ),
    )
    return {
      name: 'upload',
      entries: async () => entries,
      open: (path) => {
        const part = files.get(path)
        if (part === undefined) throw new ArchiveError({ code: 'FILES_MISSING', file: path, field: 'upload' })
        return createReadStream(part.file, { highWaterMark: 1 << 20 })
      },
      close: async () => {},
    }
  }
}
