import { openTesseractEngine } from '#pipelines/recognition/tesseract-engine.ts'
import { printJson } from '#services/cli/output.ts'
import { scoreAll } from '../recognition/score-samples.ts'
import { pathOf, readTruthPages } from '../recognition/truth-pages.ts'
import type { RecognitionRun } from './ocr.ts'

// A process of its own, so that its peak memory is that of this number of workers: node recognition-run.ts WORKERS
const workers = Number(process.argv[2])
const engine = openTesseractEngine({ workers })
const documents = [...new Set((await readTruthPages()).map(pathOf))]
const measured = new Set(documents.filter((_, i) => i % 3 === 0))
// Every recogniser is started and has read a page before time is taken.
const warming = new Set(documents.filter((_, i) => i % 3 === 1).slice(0, workers))
await scoreAll(engine, (page) => warming.has(pathOf(page)))
const { pages, rates, printedRates, fields, pagesPerSecond, cpuSecondsPerPage } = await scoreAll(engine, (page) =>
  measured.has(pathOf(page)),
)
await engine.close()
const run: RecognitionRun = { pages: pages.length, rates, printedRates, fields, pagesPerSecond, cpuSecondsPerPage }
await printJson(run)
