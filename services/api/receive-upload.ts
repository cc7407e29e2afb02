import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import busboy from 'busboy'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import type { CaseSource, SourceEntry } from '#pipelines/capture/case-source.ts'
import { caseJsonName } from '#pipelines/capture/read-case-json.ts'

/**
 * 接收上传: streams a multipart hand-over into files of its own (nothing is held in memory, no name of the sender becomes a
 * path), and gives it as a case source; closing it removes the files. Throws `REQUEST_INVALID`.
 */
export async function receiveUpload(request: Request, dataDir: string): Promise<CaseSource> {
  const folder = join(dataDir, 'incoming', crypto.randomUUID())
  await mkdir(folder, { recursive: true })
  try {
    const parts = await receiveParts(request, folder)
    return await partsSource(parts, folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** A received part: the path that the sender gave it, and the file that holds its bytes. */
type Part = { readonly path: string; readonly file: string }

async function receiveParts(request: Request, folder: string): Promise<Part[]> {
  const parser = openParser(request)
  const parts: Part[] = []
  const writing: Promise<void>[] = []
  const receive = (path: string, content: Readable) => {
    const file = join(folder, String(parts.length))
    parts.push({ path, file })
    writing.push(pipeline(content, createWriteStream(file, { flags: 'wx' })))
  }
  parser.on('file', (name, content, { filename }) => receive(pathOf(name, filename), content))
  // A part without file name is a plain field: `case` may come that way.
  parser.on('field', (name, value) => receive(pathOf(name, undefined), Readable.from([Buffer.from(value)])))
  parser.on('filesLimit', () => parser.destroy(invalid('too many parts')))
  try {
    await pipeline(Readable.fromWeb(request.body as WebStream), parser)
    await Promise.all(writing)
  } catch (error) {
    await Promise.allSettled(writing)
    throw error instanceof ArchiveError ? error : invalid(error instanceof Error ? error.message : String(error), error)
  }
  return parts
}

function openParser(request: Request): busboy.Busboy {
  if (request.body === null) throw invalid('no body')
  try {
    return busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      preservePath: true,
      defParamCharset: 'utf8',
      limits: { fieldSize: defaultCaptureLimits.caseJsonBytes, files: defaultCaptureLimits.files + 1 },
    })
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error)
  }
}

/** The path in the case folder: part `case` is `case.json`; a file name without folder lies in `files/`. */
function pathOf(name: string, filename: string | undefined): string {
  if (name === 'case') return caseJsonName
  const given = filename ?? name
  return given.includes('/') || given.includes('\\') ? given : `files/${given}`
}

async function partsSource(parts: readonly Part[], folder: string): Promise<CaseSource> {
  const names = parts.map(({ path }) => path)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new ArchiveError({ code: 'PATHS_COLLISION', file: twice, found: twice })
  const entries = await Promise.all(
    parts.map(async ({ path, file }): Promise<SourceEntry> => ({ path, kind: 'file', bytes: (await stat(file)).size })),
  )
  const files = new Map(parts.map(({ path, file }) => [path.normalize('NFC'), file]))
  return {
    name: 'upload',
    entries: async () => entries,
    open: (path) => {
      const file = files.get(path)
      if (file === undefined) throw new ArchiveError({ code: 'FILES_MISSING', file: path, field: 'upload' })
      return createReadStream(file, { highWaterMark: 1 << 20 })
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function invalid(found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'REQUEST_INVALID', field: 'multipart/form-data', found }, { cause })
}
