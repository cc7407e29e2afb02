import { Worker as Thread } from 'node:worker_threads'
import Tesseract from 'tesseract.js'
import type { Box } from '#archive-schema/recognised-text.ts'
import type { GreyImage } from '#pipelines/recognition/page-image/page-image.ts'
import { OcrEngineFailure } from './ocr-engine.ts'
import type { LanguageData } from './tesseract-language.ts'
import { unlessAborted } from './unless-aborted.ts'

/** How a picture is taken apart: a page with several blocks of text, or one block. */
export type Layout = 'page' | 'block'

/** One line of text. Its box is right; the boxes of its characters, which the engine also gives, are not. */
export type EngineLine = {
  readonly text: string
  readonly box: Box
  readonly words: readonly { readonly text: string; readonly confidence: number }[]
}

/** Lines that belong together, in reading order. */
export type EngineParagraph = { readonly box: Box; readonly lines: readonly EngineLine[] }

/** One running recogniser, in a thread of its own. After a rejected call it has to be stopped and replaced. */
export class TesseractWorker {
  readonly #worker: Tesseract.Worker
  readonly #thread: Thread
  readonly #ended = new AbortController()

  private constructor(worker: Tesseract.Worker, thread: Thread) {
    this.#worker = worker
    this.#thread = thread
    // tesseract.js does not notice when its thread dies: the page in work would wait for ever.
    thread.once('error', (cause) => this.#end('the recognition thread crashed', cause))
    thread.once('exit', () => this.#end('the recognition thread ended'))
  }

  /** Starts a thread and loads the language data. Throws an `OcrEngineFailure` if that does not succeed. */
  static async start(data: LanguageData): Promise<TesseractWorker> {
    const worker = await createWorker(data)
    const thread: unknown = Reflect.get(worker, 'worker')
    if (!(thread instanceof Thread)) throw new OcrEngineFailure('tesseract.js does not show its thread')
    const started = new TesseractWorker(worker, thread)
    await worker.setParameters({ preserve_interword_spaces: '1', debug_file: '/dev/null' })
    return started
  }

  /** Reads one picture. Rejects with the reason of `signal`, or with an `OcrEngineFailure`. */
  async recognise(image: GreyImage, layout: Layout, dpi: number, signal: AbortSignal): Promise<EngineParagraph[]> {
    const mode = layout === 'page' ? Tesseract.PSM.AUTO : Tesseract.PSM.SINGLE_BLOCK
    const parameters = { tessedit_pageseg_mode: mode, user_defined_dpi: String(Math.round(dpi)) }
    const work = this.#recognise(portableGreymap(image), parameters)
    const { data } = await unlessAborted(work, AbortSignal.any([signal, this.#ended.signal]))
    return (data.blocks ?? []).flatMap((block) => block.paragraphs).map(paragraphOf)
  }

  /** Ends the thread; resolves when it has ended. A picture in work is rejected. */
  async stop(): Promise<void> {
    await this.#thread.terminate()
  }

  async #recognise(picture: Buffer, parameters: Partial<Tesseract.WorkerParams>): Promise<Tesseract.RecognizeResult> {
    await this.#worker.setParameters(parameters)
    return this.#worker.recognize(picture, {}, { text: false, blocks: true })
  }

  #end(message: string, cause?: unknown): void {
    this.#ended.abort(new OcrEngineFailure(message, { cause }))
  }
}

async function createWorker(data: LanguageData): Promise<Tesseract.Worker> {
  const failed = Promise.withResolvers<never>()
  // Without an error handler tesseract.js throws out of a message event; without this race a failed start never ends.
  const errorHandler = (cause: unknown) => failed.reject(new OcrEngineFailure('tesseract.js failed', { cause }))
  // A folder of our own and no cache: never the network, nothing written into the working folder.
  const options = { langPath: data.folder, cacheMethod: 'none', gzip: true, errorHandler }
  failed.promise.catch(() => undefined)
  return Promise.race([Tesseract.createWorker(data.language, Tesseract.OEM.LSTM_ONLY, options), failed.promise])
}

/** Binary PGM (Netpbm): the one format that costs nothing to write or to read. */
function portableGreymap(image: GreyImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${image.width} ${image.height}\n255\n`), image.pixels])
}

function paragraphOf(paragraph: Tesseract.Paragraph): EngineParagraph {
  return { box: paragraph.bbox, lines: paragraph.lines.map(lineOf) }
}

function lineOf(line: Tesseract.Line): EngineLine {
  return {
    text: line.text.trimEnd(),
    box: line.bbox,
    words: line.words.map(({ text, confidence }) => ({ text, confidence })),
  }
}
