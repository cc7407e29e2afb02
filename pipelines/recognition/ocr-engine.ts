import type { EngineIdentity, RecognisedWord } from '#archive-schema/recognised-text.ts'
import type { PageImage } from '#pipelines/recognition/page-image/page-image.ts'

/** A page to recognise. The picture is decoded only when the engine has room for it. */
export type ScannedPage = {
  /** Size of the page in pixels as scanned, upright. The picture may be smaller. */
  readonly width: number
  readonly height: number
  /** Resolution of the page as scanned. */
  readonly dpi: number
  /** Decodes the picture, upright, at a size that is worth recognising. Rejects if the bytes cannot be decoded. */
  readonly decode: () => Promise<PageImage>
}

/** What an engine read on one page. Boxes are in pixels of the page as scanned. */
export type RecognisedPage = {
  /** The engine's output, unchanged. */
  readonly raw: string
  /** The same, cleaned for reading and searching. */
  readonly text: string
  /** 0 to 100; absent for a page on which nothing was found. */
  readonly confidence?: number
  readonly words: readonly RecognisedWord[]
}

/**
 * 识别引擎 (reads the pictures of pages). A hall may plug in another engine: nothing else knows which one runs.
 * An engine decodes no more pages at once than it can work on, however many are asked for.
 */
export interface OcrEngine {
  /** Written beside every text that the engine made. */
  readonly identity: EngineIdentity
  /**
   * Reads one page. Rejects with the decoder's error if the page cannot be decoded, with the reason of `signal` if it
   * is aborted, and with an `OcrEngineFailure` if the engine broke down over the page.
   */
  recognise(page: ScannedPage, signal?: AbortSignal): Promise<RecognisedPage>
  /** Stops everything that runs. Pages still in work are rejected; later calls of `recognise` too. */
  close(): Promise<void>
}

/** The engine broke down: crashed, hung or was closed. Another attempt may succeed. */
export class OcrEngineFailure extends Error {
  override readonly name = 'OcrEngineFailure'
}
