import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import type { DocumentText, PageText, TextNote } from '#archive-schema/recognised-text.ts'
import { PageFailure } from '#pipelines/recognition/documents/each-page.ts'
import { readOfd } from '#pipelines/recognition/documents/ofd-text.ts'
import { recognisePdf } from '#pipelines/recognition/documents/recognise-pdf.ts'
import { recognisePicture } from '#pipelines/recognition/documents/recognise-picture.ts'
import { readPlainText, readXml } from '#pipelines/recognition/documents/structured-text.ts'
import { type OcrEngine, OcrEngineFailure } from './ocr-engine.ts'

/** A content file whose text is wanted. */
export type DocumentToRecognise = {
  /** Named in refusals. */
  readonly name: string
  readonly format: ContentFormat
  readonly reader: ContentReader
  /** 分辨率 (resolution of the scan in dpi), where the scanning record gives one. */
  readonly scannedDpi?: number
}

/** Larger documents do not fit into the memory that recognition may take; a person looks at them. */
const MOST_BYTES = 512 * 2 ** 20

/**
 * 识别 (takes the text out of a content file, page by page): scans by `engine`, anything else by what the format says.
 * A format without readable text gives no pages and a note that says so. Throws `RECOGNITION_FAILED`, naming file and
 * page, if a page cannot be read; it is permanent unless the engine broke down. An abort throws the reason of `signal`.
 */
export async function recogniseDocument(
  document: DocumentToRecognise,
  engine: OcrEngine,
  signal: AbortSignal = new AbortController().signal,
): Promise<DocumentText> {
  const read = readerOf(document, engine)
  if (typeof read === 'string') return { pages: [], note: read }
  try {
    const pages = await read(await allBytes(document), signal)
    const isRecognised = pages.some((page) => page.source === 'ocr')
    return { pages, ...(isRecognised ? { engine: engine.identity } : {}) }
  } catch (error) {
    signal.throwIfAborted()
    throw recognitionFailure(document.name, error)
  }
}

type ReadPages = (bytes: Uint8Array, signal: AbortSignal) => Promise<readonly PageText[]>

/** How a format is read, or why it is not. */
function readerOf(document: DocumentToRecognise, engine: OcrEngine): ReadPages | TextNote {
  switch (document.format.id) {
    case 'pdf':
      return (bytes, signal) => recognisePdf(bytes, engine, signal)
    case 'jpeg':
    case 'png':
    case 'tiff':
    case 'bigtiff':
    case 'gif':
    case 'webp':
      return (bytes, signal) => recognisePicture(bytes, document.scannedDpi, engine, signal)
    case 'ofd':
      return readOfd
    case 'xml':
      return async (bytes) => [await readXml(bytes)]
    case 'text':
    case 'csv':
    case 'json':
      return async (bytes) => [readPlainText(bytes)]
    default:
      return /^(audio|video)\//.test(document.format.mediaType) ? 'FORMAT_WITHOUT_TEXT' : 'FORMAT_NOT_READ'
  }
}

async function allBytes({ reader }: DocumentToRecognise): Promise<Uint8Array> {
  if (reader.bytes > MOST_BYTES) throw new Error(`${reader.bytes} bytes, at most ${MOST_BYTES} can be recognised`)
  const bytes = new Uint8Array(reader.bytes)
  let at = 0
  for await (const chunk of reader.stream()) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function recognitionFailure(file: string, error: unknown): ArchiveError {
  const cause = error instanceof PageFailure ? error.cause : error
  const page = error instanceof PageFailure ? `第${error.page}页 (page ${error.page}): ` : ''
  const reason = messageOf(cause)
  const options = { cause, permanent: !(cause instanceof OcrEngineFailure) }
  return new ArchiveError({ code: 'RECOGNITION_FAILED', file, found: `${page}${reason}` }, options)
}
