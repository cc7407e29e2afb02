import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaptureLimits } from '#pipelines/capture/capture-limits.ts'
import type { CaseSource } from '#pipelines/capture/case-source.ts'
import { zipSource } from '#pipelines/capture/zip-source.ts'
import { makeIncomingFolder } from './incoming-folder.ts'
import { invalidBody, limitBytes } from './limit-bytes.ts'
import { partsSource } from './parts-source.ts'
import { receiveParts } from './receive-parts.ts'

/** What a case may be handed over as. */
export const uploadMediaTypes = ['multipart/form-data', 'application/zip'] as const

/**
 * 接收上传: streams a hand-over (multipart, or a ZIP) into files of its own, and gives it as a case source; closing it removes
 * the files. Nothing is held in memory, no name of the sender becomes a path, and after a refusal nothing is left.
 * Throws `REQUEST_INVALID`, `REQUEST_MEDIA_TYPE`, `LIMITS_SIZE`, `LIMITS_COUNT`, `PATHS_COLLISION`, `JSON_ENCODING`,
 * `FORMATS_DAMAGED`.
 */
export async function receiveUpload(request: Request, dataDir: string, limits: CaptureLimits): Promise<CaseSource> {
  const receive = receiverOf(request.headers.get('content-type'))
  if (request.body === null) throw invalidBody('the body is empty')
  const body = limitBytes(Readable.fromWeb(request.body as WebStream), limits)
  const folder = await makeIncomingFolder(dataDir)
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    return namedUpload(await receive(body, folder, limits), remove)
  } catch (error) {
    await remove()
    throw error
  }
}

/** Takes a body in and keeps its bytes in a folder. */
type Receiver = (body: AsyncIterable<Uint8Array>, folder: string, limits: CaptureLimits) => Promise<CaseSource>

function receiverOf(contentType: string | null): Receiver {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase()
  if (mediaType === 'application/zip') return receiveZip
  if (mediaType === 'multipart/form-data') {
    return async (body, folder, limits) => partsSource(await receiveParts(body, contentType ?? '', folder, limits))
  }
  const found = mediaType === undefined || mediaType === '' ? '（无 none）' : mediaType
  throw new ArchiveError({ code: 'REQUEST_MEDIA_TYPE', found, expected: uploadMediaTypes.join(', ') })
}

async function receiveZip(body: AsyncIterable<Uint8Array>, folder: string): Promise<CaseSource> {
  const file = join(folder, 'upload.zip')
  await pipeline(body, createWriteStream(file, { flags: 'wx' }))
  return zipSource(file)
}

function namedUpload(source: CaseSource, remove: () => Promise<void>): CaseSource {
  return {
    name: 'upload',
    entries: () => source.entries(),
    open: (path) => source.open(path),
    async close() {
      await source.close()
      await remove()
    },
  }
}
