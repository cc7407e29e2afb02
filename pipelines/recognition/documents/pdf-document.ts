import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium'
import { MOST_PIXELS, RECOGNITION_DPI } from '#pipelines/recognition/page-image/decode-image.ts'
import type { PageImage } from '#pipelines/recognition/page-image/page-image.ts'
import { Slots } from '#pipelines/recognition/slots.ts'

/** What a page of a PDF holds: its text layer as written, and whether pictures are on it. */
export type PdfPage = {
  /** Size of the page at `dpi`, as it is rendered. */
  readonly width: number
  readonly height: number
  readonly dpi: number
  readonly text: string
  readonly hasPictures: boolean
}

/** The library keeps every page that was looked at; after so many it is thrown away and the file opened anew. */
const PAGES_PER_OPENING = 100

/** A PDF file, page by page. Pages are counted from 0 here. */
export class PdfDocument {
  readonly pageCount: number
  readonly #bytes: Uint8Array
  readonly #turns = new Slots(1)
  #opened: PDFiumDocument
  #pagesSeen = 0

  private constructor(bytes: Uint8Array, opened: PDFiumDocument) {
    this.#bytes = bytes
    this.#opened = opened
    this.pageCount = opened.getPageCount()
  }

  /** Rejects if the bytes are no PDF that can be opened without a password. */
  static async open(bytes: Uint8Array): Promise<PdfDocument> {
    return new PdfDocument(bytes, await openAnew(bytes))
  }

  /** Looks at a page without drawing it. */
  read(index: number): Promise<PdfPage> {
    return this.#withPage(index, async (page) => {
      const text = page.getText()
      const hasPictures = [...page.objects()].some((object) => object.type === 'image' || object.type === 'form')
      return { ...sizeOf(page), text, hasPictures }
    })
  }

  /** Draws a page with its annotations, which may be seals, and its form fields. */
  render(index: number): Promise<PageImage> {
    return this.#withPage(index, async (page) => {
      const { width, height, dpi } = sizeOf(page)
      const drawn = await page.render({ scale: 1, width, height, render: 'bitmap', renderFormFields: true })
      return { pixels: drawn.data, width: drawn.width, height: drawn.height, channels: 4, dpi }
    })
  }

  /** Frees the memory of the library. */
  close(): void {
    this.#opened.destroy()
  }

  /** One page at a time: the library is not made for more. */
  #withPage<T>(index: number, use: (page: PDFiumPage) => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      if (this.#pagesSeen >= PAGES_PER_OPENING) await this.#reopen()
      this.#pagesSeen++
      const page = this.#opened.getPage(index)
      if (page.getOriginalSize().originalWidth <= 0) throw new Error('the page cannot be opened')
      return use(page)
    })
  }

  async #reopen(): Promise<void> {
    this.#opened.destroy()
    this.#opened = await openAnew(this.#bytes)
    this.#pagesSeen = 0
  }
}

/** A library of its own for every opening: its memory never shrinks, but it goes when nobody holds it. */
async function openAnew(bytes: Uint8Array): Promise<PDFiumDocument> {
  const library = await PDFiumLibrary.init()
  return library.loadDocument(bytes)
}

/** Size at which a page is recognised: 200 dpi, less for sheets so large that they would not fit into memory. */
function sizeOf(page: PDFiumPage): { readonly width: number; readonly height: number; readonly dpi: number } {
  const { originalWidth, originalHeight } = page.getOriginalSize()
  const most = 72 * Math.sqrt(MOST_PIXELS / (originalWidth * originalHeight))
  const dpi = Math.min(RECOGNITION_DPI, most)
  return {
    width: Math.round((originalWidth / 72) * dpi),
    height: Math.round((originalHeight / 72) * dpi),
    dpi,
  }
}
