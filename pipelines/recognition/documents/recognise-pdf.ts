import type { PageText } from '#archive-schema/recognised-text.ts'
import type { OcrEngine } from '#pipelines/recognition/ocr-engine.ts'
import { cleanTextLayer, judgeTextLayer, linesMissing } from '#pipelines/recognition/text/text-layer.ts'
import { eachPage } from './each-page.ts'
import { PdfDocument, type PdfPage } from './pdf-document.ts'

/** The text of every page of a PDF: its text layer where that is the text, else what `engine` reads on the page. */
export async function recognisePdf(bytes: Uint8Array, engine: OcrEngine, signal: AbortSignal): Promise<PageText[]> {
  const document = await PdfDocument.open(bytes)
  try {
    return await eachPage(document.pageCount, signal, (index, stop) => recognisePage(document, index, engine, stop))
  } finally {
    document.close()
  }
}

async function recognisePage(
  document: PdfDocument,
  index: number,
  engine: OcrEngine,
  signal: AbortSignal,
): Promise<PageText> {
  const page = await document.read(index)
  const size = { width: page.width, height: page.height, dpi: page.dpi }
  const verdict = judgeTextLayer(page.text, page.hasPictures)
  if (verdict === 'layer') return { ...pageOf(page, index), ...size }
  const read = await engine.recognise({ ...size, decode: () => document.render(index) }, signal)
  const kept = verdict === 'both' ? linesMissing(cleanTextLayer(page.text), read.text) : []
  return {
    page: index + 1,
    source: 'ocr',
    ...read,
    raw: verdict === 'both' ? `${page.text}\n\n${read.raw}` : read.raw,
    text: [...kept, read.text].filter((text) => text !== '').join('\n'),
    ...size,
  }
}

function pageOf(page: PdfPage, index: number): PageText {
  return { page: index + 1, source: 'text-layer', raw: page.text, text: cleanTextLayer(page.text), words: [] }
}
