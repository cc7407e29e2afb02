import type { PdfDictionary, PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

/** Where an object is: at an offset, in an object stream, or nowhere (free). */
export type PdfPlace = { readonly offset: number } | { readonly container: number } | 'free'

/**
 * The rows of a cross-reference stream (ISO 32000-1 7.5.8.2 and 7.5.8.3), decoded: object numbers with their places.
 */
export function readRows(file: string, trailer: PdfDictionary, rows: Buffer): [number, PdfPlace][] {
  const widths = numbers(trailer.get('W'))
  const [typeWidth = 0, placeWidth = 0, indexWidth = 0] = widths
  const rowBytes = typeWidth + placeWidth + indexWidth
  if (rowBytes === 0 || !widths.every(isWidth)) throw damaged(file, 'PDF cross-reference stream without widths')
  const places: [number, PdfPlace][] = []
  let at = 0
  for (const number of objectNumbers(trailer)) {
    if (at + rowBytes > rows.length) throw damaged(file, 'the PDF cross-reference stream is too short')
    const type = typeWidth === 0 ? 1 : rows.readUIntBE(at, typeWidth)
    const place = placeWidth === 0 ? 0 : rows.readUIntBE(at + typeWidth, placeWidth)
    places.push([number, placeOf(type, place)])
    at += rowBytes
  }
  return places
}

/** Six bytes are the most that Buffer reads, and address more than any file has. */
function isWidth(width: number): boolean {
  return Number.isInteger(width) && width >= 0 && width <= 6
}

function placeOf(type: number, place: number): PdfPlace {
  if (type === 1 && place > 0) return { offset: place }
  return type === 2 ? { container: place } : 'free'
}

/** One number at a time, for the ranges are only stated and may be immense. */
function* objectNumbers(trailer: PdfDictionary): Generator<number, void> {
  const ranges = numbers(trailer.get('Index') ?? [0, trailer.get('Size') ?? 0])
  for (let at = 0; at + 1 < ranges.length; at += 2) {
    const [first = 0, count = 0] = ranges.slice(at, at + 2)
    for (let index = 0; index < count; index++) yield first + index
  }
}

function numbers(value: PdfValue | undefined): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
}
