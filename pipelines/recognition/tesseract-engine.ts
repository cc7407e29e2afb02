import { Piscina } from 'piscina'
import type { PageImage } from '#pipelines/recognition/page-image/page-image.ts'
import type { PreparedPage } from '#pipelines/recognition/page-image/prepare-page.ts'
import { type OcrEngine, OcrEngineFailure, type RecognisedPage, type ScannedPage } from './ocr-engine.ts'
import { readPreparedPage } from './read-prepared-page.ts'
import { Slots } from './slots.ts'
import { describeLanguageData, findLanguageData, type Language, packageVersion } from './tesseract-language.ts'
import { TesseractWorker } from './tesseract-worker.ts'

export type TesseractEngineOptions = {
  /** Pages worked on at once. Each takes about one core and 500 MB while it runs. */
  readonly workers: number
  /** A recogniser is replaced after this many pages, because it grows with every one. */
  readonly recycleAfter: number
  readonly language: Language
  /** A page that takes longer is given up with an `OcrEngineFailure`. */
  readonly pageTimeoutMs: number
}

/** What suits a machine with two cores. */
export const defaultTesseractOptions: TesseractEngineOptions = {
  workers: 2,
  recycleAfter: 300,
  language: 'chi_sim',
  pageTimeoutMs: 180_000,
}

/** Opens the built-in engine, tesseract.js. Nothing is started before the first page comes. */
export function openTesseractEngine(options: Partial<TesseractEngineOptions> = {}): OcrEngine {
  return new TesseractEngine({ ...defaultTesseractOptions, ...options })
}

/** A recogniser that runs or is being started, and the number of pages it has been given. */
type Recogniser = { readonly worker: Promise<TesseractWorker>; pages: number }

class TesseractEngine implements OcrEngine {
  readonly identity: OcrEngine['identity']
  readonly #options: TesseractEngineOptions
  readonly #slots: Slots
  readonly #recognisers = new Map<number, Recogniser>()
  readonly #closing = new AbortController()
  #preparation: Piscina | undefined

  constructor(options: TesseractEngineOptions) {
    this.identity = {
      name: 'tesseract.js',
      version: packageVersion('tesseract.js'),
      languageData: describeLanguageData(options.language),
    }
    this.#options = options
    this.#slots = new Slots(options.workers)
  }

  recognise(page: ScannedPage, signal?: AbortSignal): Promise<RecognisedPage> {
    return this.#slots.run(async (slot) => {
      const timeout = AbortSignal.timeout(this.#options.pageTimeoutMs)
      const limit = AbortSignal.any([this.#closing.signal, timeout, ...(signal === undefined ? [] : [signal])])
      try {
        limit.throwIfAborted()
        const prepared = await this.#prepare(await page.decode(), limit)
        return await this.#read(slot, prepared, page, limit)
      } catch (error) {
        if (timeout.aborted && limit.reason === timeout.reason) {
          throw new OcrEngineFailure(`no result after ${this.#options.pageTimeoutMs} ms`, { cause: error })
        }
        limit.throwIfAborted()
        throw error
      }
    })
  }

  async close(): Promise<void> {
    this.#closing.abort(new OcrEngineFailure('the engine was closed'))
    const stopping = [...this.#recognisers.keys()].map((slot) => this.#stop(slot))
    await Promise.all([...stopping, this.#preparation?.destroy()])
  }

  async #prepare(image: PageImage, signal: AbortSignal): Promise<PreparedPage> {
    // Nothing may be started any more once the engine was closed.
    signal.throwIfAborted()
    this.#preparation ??= new Piscina({
      filename: new URL('./page-image/prepare-page.ts', import.meta.url).href,
      name: 'preparePage',
      minThreads: 0,
      maxThreads: this.#options.workers,
    })
    return this.#preparation.run(image, { signal })
  }

  async #read(slot: number, prepared: PreparedPage, page: ScannedPage, signal: AbortSignal): Promise<RecognisedPage> {
    signal.throwIfAborted()
    const recogniser = this.#recognisers.get(slot) ?? this.#start(slot)
    recogniser.pages++
    try {
      const worker = await recogniser.worker
      const read = await readPreparedPage(prepared, page, (image, layout) => {
        return worker.recognise(image, layout, prepared.dpi, signal)
      })
      if (recogniser.pages >= this.#options.recycleAfter) await this.#stop(slot)
      return read
    } catch (error) {
      await this.#stop(slot)
      throw error
    }
  }

  #start(slot: number): Recogniser {
    const worker = findLanguageData(this.#options.language).then((data) => TesseractWorker.start(data))
    const recogniser = { worker, pages: 0 }
    this.#recognisers.set(slot, recogniser)
    return recogniser
  }

  async #stop(slot: number): Promise<void> {
    const recogniser = this.#recognisers.get(slot)
    this.#recognisers.delete(slot)
    // One that failed to start has already been reported to the page that asked for it.
    const worker = await recogniser?.worker.catch(() => undefined)
    await worker?.stop()
  }
}
