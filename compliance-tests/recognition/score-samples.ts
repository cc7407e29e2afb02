import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { bytesReader } from '#archive-schema/content-reader.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import type { DocumentText } from '#archive-schema/recognised-text.ts'
import type { OcrEngine } from '#pipelines/recognition/ocr-engine.ts'
import { recogniseDocument } from '#pipelines/recognition/recognise-document.ts'
import { Slots } from '#pipelines/recognition/slots.ts'
import { coreOf } from '#pipelines/recognition/text/compare-text.ts'
import { type ErrorRates, errorRates, type Score, scorePage } from './score.ts'
import { pathOf, readTruth, readTruthPages, type TruthPage } from './truth-pages.ts'

/** What came of one page. */
export type ScoredPage = {
  readonly page: TruthPage
  readonly text: string
  readonly confidence: number
  readonly score: Score
  /** Names of the fields whose values are not in the text. */
  readonly fieldsMissed: readonly string[]
}

/** What came of all pages, and how long it took. */
export type SampleScore = {
  readonly pages: readonly ScoredPage[]
  readonly rates: ErrorRates
  /** Of the pages without handwriting alone: what is read of handwriting counts as error, for no truth holds it. */
  readonly printedRates: ErrorRates
  readonly fields: { readonly found: number; readonly all: number }
  readonly seconds: number
  readonly pagesPerSecond: number
  /** Time of all cores together. */
  readonly cpuSecondsPerPage: number
}

/** Documents read into memory at once; the engine itself decides how many pages it works on. */
const DOCUMENTS_AT_ONCE = 3

/** Recognises every scanned page of the samples that `wanted` lets through, and compares it with its true text. */
export async function scoreAll(
  engine: OcrEngine,
  wanted: (page: TruthPage) => boolean = () => true,
): Promise<SampleScore> {
  const truth = (await readTruthPages()).filter(wanted)
  const documents = [...Map.groupBy(truth, pathOf)]
  const slots = new Slots(DOCUMENTS_AT_ONCE)
  const before = { time: performance.now(), cpu: process.cpuUsage() }
  const scored = await Promise.all(
    documents.map(([path, pages]) => slots.run(() => scoreDocument(path, pages, engine))),
  )
  const seconds = (performance.now() - before.time) / 1000
  const cpu = process.cpuUsage(before.cpu)
  const pages = scored.flat()
  const all = pages.reduce((sum, { page }) => sum + Object.keys(page.fields).length, 0)
  return {
    pages,
    rates: errorRates(pages.map(({ score }) => score)),
    printedRates: errorRates(pages.filter(({ page }) => page.handwriting.length === 0).map(({ score }) => score)),
    fields: { found: all - pages.reduce((sum, page) => sum + page.fieldsMissed.length, 0), all },
    seconds,
    pagesPerSecond: pages.length / seconds,
    cpuSecondsPerPage: (cpu.user + cpu.system) / 1e6 / pages.length,
  }
}

async function scoreDocument(path: string, pages: readonly TruthPage[], engine: OcrEngine): Promise<ScoredPage[]> {
  const text = await recogniseFile(path, pages[0]?.scan.dpi, engine)
  return Promise.all(pages.map(async (page) => compare(page, await readTruth(page), text)))
}

/** Recognises a sample file as the pipeline does. */
export async function recogniseFile(
  path: string,
  scannedDpi: number | undefined,
  engine: OcrEngine,
): Promise<DocumentText> {
  const reader = bytesReader(await readFile(path))
  const document = { name: path, format: formatOf(path), reader, ...(scannedDpi === undefined ? {} : { scannedDpi }) }
  return recogniseDocument(document, engine)
}

function compare(page: TruthPage, truth: string, document: DocumentText): ScoredPage {
  const read = document.pages.find((candidate) => candidate.page === page.page)
  if (read === undefined) throw new Error(`${page.file} has no page ${page.page}`)
  const core = coreOf(read.text)
  const missed = Object.entries(page.fields).filter(([, value]) => !core.includes(coreOf(value)))
  return {
    page,
    text: read.text,
    confidence: read.confidence ?? 0,
    score: scorePage(truth, read.text),
    fieldsMissed: missed.map(([name]) => name),
  }
}

/** The samples are named by their true formats. */
function formatOf(path: string): ContentFormat {
  const extension = extname(path).slice(1)
  const format = formats[extension]
  if (format === undefined) throw new Error(`no format for ${path}`)
  return { ...format, extension }
}

const formats: Readonly<Record<string, Omit<ContentFormat, 'extension'>>> = {
  jpg: { id: 'jpeg', mediaType: 'image/jpeg' },
  tif: { id: 'tiff', mediaType: 'image/tiff' },
  pdf: { id: 'pdf', mediaType: 'application/pdf' },
  ofd: { id: 'ofd', mediaType: 'application/ofd' },
  xml: { id: 'xml', mediaType: 'application/xml' },
  wav: { id: 'wav', mediaType: 'audio/wav' },
}
