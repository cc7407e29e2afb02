import type { OpenedPdf } from './pdf.ts'
import { streamLength } from './pdf-index.ts'
import { asDictionary, type PdfObject, readObject } from './pdf-objects.ts'
import { decodeStream } from './pdf-stream.ts'
import { PdfCut, PdfReference, PdfScanner, PdfSyntaxError, type PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

/** The decoded content of an object stream, and where each of its objects begins. */
type Container = { readonly content: string; readonly starts: ReadonlyMap<number, number> }

/** Object streams that are kept decoded at a time. */
const keptContainers = 4
/** References to references do not go deeper. */
const maxDepth = 8

/** Finds objects of a PDF by their references, wherever they are kept. Throws `FORMATS_DAMAGED`, `LIMITS_EXPANSION`. */
export class PdfLookup {
  readonly #pdf: OpenedPdf
  readonly #containers = new Map<number, Container>()

  constructor(pdf: OpenedPdf) {
    this.#pdf = pdf
  }

  /** The value itself, or that of the object to which it refers; `null` for an object that is not there (7.3.10). */
  async resolve(value: PdfValue | undefined, depth = 0): Promise<PdfValue> {
    if (!(value instanceof PdfReference)) return value ?? null
    if (depth >= maxDepth) throw damaged(this.#pdf.source.file, `PDF reference to ${value.number} leads nowhere`)
    return this.resolve(await this.#read(value.number), depth + 1)
  }

  async #read(number: number): Promise<PdfValue> {
    const { source, index } = this.#pdf
    const place = index.places.get(number)
    if (place === undefined || place === 'free') return null
    if ('offset' in place) return (await readObject(source, place.offset)).value
    const { content, starts } = await this.#container(place.container)
    const start = starts.get(number)
    if (start === undefined) return null
    return scan(source.file, () => new PdfScanner(content, start).readValue())
  }

  async #container(number: number): Promise<Container> {
    const kept = this.#containers.get(number)
    if (kept !== undefined) return kept
    const { source, index } = this.#pdf
    const place = index.places.get(number)
    if (place === undefined || place === 'free' || !('offset' in place)) {
      throw damaged(source.file, `PDF object stream ${number} is missing`)
    }
    const object = await readObject(source, place.offset)
    const container = await this.#decode(object)
    if (this.#containers.size >= keptContainers) this.#containers.clear()
    this.#containers.set(number, container)
    return container
  }

  async #decode(object: PdfObject): Promise<Container> {
    const { source, index } = this.#pdf
    const dictionary = asDictionary(object.value)
    const [count, first] = [dictionary?.get('N'), dictionary?.get('First')]
    if (typeof count !== 'number' || typeof first !== 'number') {
      throw damaged(source.file, `PDF object stream ${object.number} without /N and /First`)
    }
    const length = (await streamLength(source, index.places, object)) ?? 0
    // What follows the last object lets the scanner see that it is complete.
    const content = `${(await decodeStream(source, object, length)).toString('latin1')} endobj `
    const starts = scan(source.file, () => {
      const table = new PdfScanner(content)
      return new Map(Array.from({ length: count }, () => [table.readInteger(), first + table.readInteger()] as const))
    })
    return { content, starts }
  }
}

function scan<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const isFault = error instanceof PdfCut || error instanceof PdfSyntaxError
    throw isFault ? damaged(file, `PDF object stream: ${error.message}`, error) : error
  }
}
