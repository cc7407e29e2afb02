import { asDictionary, type PdfObject, type PdfSource } from './pdf-objects.ts'
import { decodeStream } from './pdf-stream.ts'
import { PdfCut, PdfScanner, PdfSyntaxError, type PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

/** 对象流 (object stream, ISO 32000-1 7.5.7), decoded: one character a byte. */
export type ObjectStream = {
  readonly number: number
  readonly content: string
  /** How many objects it says that it holds, and where the first of them begins. */
  readonly count: number
  readonly first: number
}

/** Decodes an object stream whose content is so long. Throws `FORMATS_DAMAGED`, `FORMATS_UNKNOWN`, `LIMITS_EXPANSION`. */
export async function openObjectStream(source: PdfSource, object: PdfObject, length: number): Promise<ObjectStream> {
  const dictionary = asDictionary(object.value)
  const [count, first] = [dictionary?.get('N'), dictionary?.get('First')]
  if (typeof count !== 'number' || typeof first !== 'number') {
    throw damaged(source.file, `PDF object stream ${object.number} without /N and /First`)
  }
  // What follows the last object lets the scanner see that it is complete.
  const content = `${(await decodeStream(source, object, length)).toString('latin1')} endobj `
  return { number: object.number, content, count, first }
}

/** The objects of a stream by its table: their numbers, and where each begins. Throws `FORMATS_DAMAGED`. */
export function listObjects(file: string, stream: ObjectStream): readonly (readonly [number: number, start: number])[] {
  return scan(file, stream, () => {
    const table = new PdfScanner(stream.content)
    const objects: [number, number][] = []
    for (let index = 0; index < stream.count; index++) {
      const number = table.readInteger()
      objects.push([number, stream.first + table.readInteger()])
    }
    return objects
  })
}

/** The value that begins there. Throws `FORMATS_DAMAGED`. */
export function readContained(file: string, stream: ObjectStream, start: number): PdfValue {
  return scan(file, stream, () => new PdfScanner(stream.content, start).readValue())
}

function scan<T>(file: string, { number }: ObjectStream, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const isFault = error instanceof PdfCut || error instanceof PdfSyntaxError
    throw isFault ? damaged(file, `PDF object stream ${number}: ${error.message}`, error) : error
  }
}
