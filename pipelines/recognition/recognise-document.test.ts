import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { writePdf } from '#pipelines/recognition/documents/written-pdf.ts'
import { type OcrEngine, OcrEngineFailure, type RecognisedPage, type ScannedPage } from './ocr-engine.ts'
import { type DocumentToRecognise, recogniseDocument } from './recognise-document.ts'

const format = (id: string, mediaType: string): ContentFormat => ({ id, mediaType, extension: id })
const pdf = format('pdf', 'application/pdf')
const tiff = format('tiff', 'image/tiff')

function document(bytes: Uint8Array, of: ContentFormat, scannedDpi?: number): DocumentToRecognise {
  return {
    name: 'files/a',
    format: of,
    reader: bytesReader(bytes),
    ...(scannedDpi === undefined ? {} : { scannedDpi }),
  }
}

/** An engine that tells what it was shown: whether the picture is black or white. */
function engine(read: (page: ScannedPage, signal?: AbortSignal) => Promise<RecognisedPage> = seen): OcrEngine {
  const identity = { name: 'eye', version: '1', languageData: 'none' }
  return { identity, recognise: read, close: async () => undefined }
}

async function seen(page: ScannedPage): Promise<RecognisedPage> {
  const { pixels, width, height, channels } = await page.decode()
  const level = pixels[(Math.floor(height / 2) * width + Math.floor(width / 2)) * channels] ?? 255
  const word = level < 128 ? 'black' : 'white'
  const box = { x0: 0, y0: 0, x1: page.width, y1: page.height }
  return { raw: word, text: word, confidence: 80, words: [{ text: word, box, confidence: 80 }] }
}

/** Black and white pages of 20 × 10 pixels, one TIFF. */
function twoPages(): Promise<Buffer> {
  const pixels = Buffer.concat([Buffer.alloc(600, 0), Buffer.alloc(600, 255)])
  return sharp(pixels, { raw: { width: 20, height: 20, channels: 3, pageHeight: 10 } })
    .tiff()
    .toBuffer()
}

test('every page of a scan is read by the engine, which is named', async () => {
  const text = await recogniseDocument(document(await twoPages(), tiff, 100), engine())
  const size = { source: 'ocr', width: 20, height: 10, dpi: 100, confidence: 80 }
  expect(text).toMatchObject({
    pages: [
      { page: 1, text: 'black', ...size },
      { page: 2, text: 'white', ...size },
    ],
    engine: { name: 'eye', version: '1', languageData: 'none' },
  })
})

test('a page of a PDF is read by the engine only where it has no text of its own', async () => {
  const written = 'Decision '.repeat(10).trim()
  const bytes = await writePdf([{ text: written }, { picture: 'black' }, { picture: 'black', text: 'Page 3' }])
  const { pages } = await recogniseDocument(document(bytes, pdf), engine())
  expect(pages.map(({ page, source, text }) => [page, source, text])).toEqual([
    [1, 'text-layer', written],
    [2, 'ocr', 'black'],
    [3, 'ocr', 'Page 3\nblack'],
  ])
})

test('a document in which nothing had to be recognised names no engine', async () => {
  const text = await recogniseDocument(document(Buffer.from('说明'), format('text', 'text/plain')), engine())
  expect(text).toEqual({ pages: [{ page: 1, source: 'structure', raw: '说明', text: '说明', words: [] }] })
})

test.for([
  ['wav', 'audio/wav', 'FORMAT_WITHOUT_TEXT'],
  ['mp4', 'video/mp4', 'FORMAT_WITHOUT_TEXT'],
  ['zip', 'application/zip', 'FORMAT_NOT_READ'],
  ['jp2', 'image/jp2', 'FORMAT_NOT_READ'],
] as const)('%s has no pages and says why', async ([id, mediaType, note]) => {
  expect(await recogniseDocument(document(Buffer.from('x'), format(id, mediaType)), engine())).toEqual({
    pages: [],
    note,
  })
})

test('a page that cannot be decoded is refused for good, with file and page', async () => {
  const broken = engine(async (page) => {
    if ((await seen(page)).text === 'white') throw new Error('torn')
    return seen(page)
  })
  const refused = recogniseDocument(document(await twoPages(), tiff), broken)
  await expect(refused).rejects.toMatchObject({
    permanent: true,
    faults: [{ code: 'RECOGNITION_FAILED', file: 'files/a', found: '第2页 (page 2): torn' }],
  })
})

test('a document that cannot be opened is refused for good, with the file', async () => {
  const refused = recogniseDocument(document(Buffer.from('no picture'), tiff), engine())
  await expect(refused).rejects.toMatchObject({ code: 'RECOGNITION_FAILED', permanent: true })
})

test('when the engine broke down it is worth trying again', async () => {
  const failing = engine(() => Promise.reject(new OcrEngineFailure('crashed')))
  const refused = recogniseDocument(document(await twoPages(), tiff), failing)
  await expect(refused).rejects.toMatchObject({ code: 'RECOGNITION_FAILED', permanent: false })
})

test('an abort gives its own reason', async () => {
  const controller = new AbortController()
  const waiting = engine((_, signal) => {
    controller.abort(new Error('shutting down'))
    return Promise.reject(signal?.reason)
  })
  const stopped = recogniseDocument(document(await twoPages(), tiff), waiting, controller.signal)
  await expect(stopped).rejects.toThrow('shutting down')
})
