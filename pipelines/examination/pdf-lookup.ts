import type { OpenedPdf } from './pdf.ts'
import { streamLength } from './pdf-index.ts'
import { listObjects, type ObjectStream, openObjectStream, readContained } from './pdf-object-stream.ts'
import { readObject } from './pdf-objects.ts'
import { PdfReference, type PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

/** An object stream, and where each of its objects begins. */
type Container = { readonly stream: ObjectStream; readonly starts: ReadonlyMap<number, number> }

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
    const { stream, starts } = await this.#container(place.container)
    const start = starts.get(number)
    return start === undefined ? null : readContained(source.file, stream, start)
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
    const stream = await openObjectStream(source, object, (await streamLength(source, index.places, object)) ?? 0)
    const container = { stream, starts: new Map(listObjects(source.file, stream)) }
    if (this.#containers.size >= keptContainers) this.#containers.clear()
    this.#containers.set(number, container)
    return container
  }
}
