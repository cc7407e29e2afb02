import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import type { Figure } from './figure.ts'
import { runNode } from './finished-command.ts'

const ErrorRates = z.object({ cer: z.number(), core: z.number(), miss: z.number() })

/** What a run over a third of the scanned sample documents says of itself. */
const RecognitionRun = z.object({
  pages: z.number().min(20),
  rates: ErrorRates,
  printedRates: ErrorRates,
  fields: z.object({ found: z.number(), all: z.number() }),
  pagesPerSecond: z.number(),
  cpuSecondsPerPage: z.number(),
})
export type RecognitionRun = z.infer<typeof RecognitionRun>

/** Recognition of scanned pages: speed, memory, and the error rates that the speed is worth. */
export const ocr: Benchmark = {
  name: 'ocr',
  title: 'recognition of every third scanned document of the samples, workers warm',
  run: measureRecognition,
}

type Measured = RecognitionRun & { readonly peakBytes: number }

async function measureRecognition(tools: BenchmarkTools): Promise<Figure[]> {
  const one = await recognise(1, tools)
  const two = await recognise(2, tools)
  const scaling = [{ name: '2 × 1 worker', rounds: [2 * one.pagesPerSecond] }]
  return [
    { subject: 'pages read', unit: 'pages', rounds: [two.pages] },
    { subject: '1 worker', unit: 'pages/s', rounds: [one.pagesPerSecond] },
    { subject: '2 workers', unit: 'pages/s', rounds: [two.pagesPerSecond], beside: scaling },
    { subject: '1 worker: processor time', unit: 's/page', rounds: [one.cpuSecondsPerPage] },
    { subject: '2 workers: processor time', unit: 's/page', rounds: [two.cpuSecondsPerPage] },
    { subject: '1 worker: most memory', unit: 'MB', rounds: [one.peakBytes / 1e6] },
    { subject: '2 workers: most memory', unit: 'MB', rounds: [two.peakBytes / 1e6] },
    ...qualityFigures(two),
  ]
}

async function recognise(workers: number, { note, signal }: BenchmarkTools): Promise<Measured> {
  signal.throwIfAborted()
  note(`ocr: ${workers} worker${workers === 1 ? '' : 's'}`)
  const program = fileURLToPath(new URL('./recognition-run.ts', import.meta.url))
  const { stdout, peakBytes } = await runNode([program, String(workers)], {})
  return { ...RecognitionRun.parse(JSON.parse(stdout)), peakBytes }
}

function qualityFigures({ rates, printedRates, fields }: RecognitionRun): Figure[] {
  const percent = (subject: string, share: number) => ({ subject, unit: '%', rounds: [100 * share] })
  return [
    percent('characters wrong (CER)', rates.cer),
    percent('Han, letters, digits wrong', rates.core),
    percent('Han, letters, digits missing', rates.miss),
    percent('characters wrong, printed pages', printedRates.cer),
    percent('fields found', fields.found / fields.all),
  ]
}
