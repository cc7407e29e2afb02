import type { ContentWindow } from './content-window.ts'
import type { ExpansionBudget } from './expansion-budget.ts'
import { PdfCut, type PdfDictionary, PdfScanner, PdfSyntaxError, type PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

/** A PDF that is being read. */
export type PdfSource = {
  readonly file: string
  readonly content: ContentWindow
  readonly budget: ExpansionBudget
  /** What is added to every offset that the file states: not 0 if the header does not stand at its beginning. */
  readonly base: number
}

/**
 * 间接对象 (indirect object). `at` is where it begins in the file, and its strings are counted from there. Only a stream has
 * `streamStart`: where its content begins in the file.
 */
export type PdfObject = {
  readonly number: number
  readonly value: PdfValue
  readonly at: number
  readonly streamStart?: number
}

/** A value is sought in this many bytes first; most objects are shorter. */
const firstSlice = 4096
/** No single value, and no section of the cross-reference table, may be longer. */
const maxSlice = 16 * 2 ** 20

/** Reads the object whose number stands at `offset`. Throws `FORMATS_DAMAGED` if there is none. */
export async function readObject(source: PdfSource, offset: number): Promise<PdfObject> {
  const at = offset + source.base
  const { streamAfter, ...object } = await scanAt(source, at, scanObject)
  return streamAfter === undefined ? { ...object, at } : { ...object, at, streamStart: at + streamAfter }
}

/** Lets `scan` read from a place, with as many bytes as it turns out to need. */
export async function scanAt<T>(
  { file, content }: PdfSource,
  at: number,
  scan: (scanner: PdfScanner) => T,
): Promise<T> {
  for (let length = firstSlice; ; length *= 8) {
    const slice = await content.read(at, length)
    try {
      return scan(new PdfScanner(slice.toString('latin1')))
    } catch (error) {
      const isMore = slice.length === length && length < maxSlice
      if (error instanceof PdfCut && isMore) continue
      const isFault = error instanceof PdfCut || error instanceof PdfSyntaxError
      throw isFault ? damaged(file, `PDF at ${at}: ${error.message}`, error) : error
    }
  }
}

/** A value as a dictionary; `undefined` if it is none. */
export function asDictionary(value: PdfValue | undefined): PdfDictionary | undefined {
  return value instanceof Map ? value : undefined
}

function scanObject(scanner: PdfScanner): { number: number; value: PdfValue; streamAfter?: number } {
  const number = scanner.readInteger()
  scanner.readInteger()
  if (!scanner.take('obj')) throw new PdfSyntaxError('an object was expected')
  if (scanner.take('endobj')) return { number, value: null }
  const value = scanner.readValue()
  if (!scanner.take('stream')) return { number, value }
  return { number, value, streamAfter: scanner.readStreamStart() }
}
