import { inflateSync } from 'node:zlib'
import { asDictionary, type PdfObject, type PdfSource } from './pdf-objects.ts'
import { type PdfDictionary, PdfName, type PdfValue } from './pdf-syntax.ts'
import { damaged, expandsTooFar, unknownFormat } from './refusals.ts'

/** Streams that hold objects or cross-references are small; what is larger is not inflated. */
const maxStoredBytes = 32 * 2 ** 20
const maxInflatedBytes = 64 * 2 ** 20

/**
 * The decoded content of a stream that holds objects or cross-references. `FlateDecode` with or without a PNG
 * predictor is what such streams use; with another filter what they hold cannot be seen, and the file is refused
 * (`FORMATS_UNKNOWN`).
 */
export async function decodeStream(source: PdfSource, object: PdfObject, length: number): Promise<Buffer> {
  const { file, content, budget } = source
  const dictionary = asDictionary(object.value)
  if (dictionary === undefined || object.streamStart === undefined) {
    throw damaged(file, `PDF object ${object.number} is no stream`)
  }
  if (length > maxStoredBytes) throw expandsTooFar(file, `${length} bytes`, `${maxStoredBytes} bytes`)
  const stored = await content.read(object.streamStart, length)
  const filter = filterName(file, single(dictionary.get('Filter')))
  if (filter === undefined) return stored
  const inflated = inflate(file, object.number, stored)
  budget.spend(inflated.length)
  const parameters = asDictionary(single(dictionary.get('DecodeParms')))
  return parameters === undefined ? inflated : undoPredictor(file, inflated, parameters)
}

/** A list of one stands for the one. */
function single(value: PdfValue | undefined): PdfValue | undefined {
  return Array.isArray(value) && value.length <= 1 ? value[0] : value
}

function filterName(file: string, filter: PdfValue | undefined): 'FlateDecode' | undefined {
  if (filter === undefined || filter === null) return undefined
  const name = filter instanceof PdfName ? filter.text : 'more than one'
  if (name === 'FlateDecode' || name === 'Fl') return 'FlateDecode'
  throw unknownFormat(file, `PDF objects behind the filter ${name}`)
}

function inflate(file: string, number: number, stored: Buffer): Buffer {
  try {
    return inflateSync(stored, { maxOutputLength: maxInflatedBytes })
  } catch (error) {
    if (error instanceof RangeError) {
      throw expandsTooFar(file, `more than ${maxInflatedBytes} bytes`, `${maxInflatedBytes} bytes`)
    }
    throw damaged(file, `PDF stream ${number} cannot be inflated`, error)
  }
}

function undoPredictor(file: string, data: Buffer, parameters: PdfDictionary): Buffer {
  const predictor = numberOf(parameters, 'Predictor', 1)
  if (predictor === 1) return data
  const isBytewise = numberOf(parameters, 'Colors', 1) === 1 && numberOf(parameters, 'BitsPerComponent', 8) === 8
  const columns = numberOf(parameters, 'Columns', 1)
  if (predictor < 10 || !isBytewise || !Number.isInteger(columns) || columns < 1)
    throw unknownFormat(file, `PDF objects behind predictor ${predictor}`)
  return undoPngPredictor(data, columns)
}

/** PNG filters (ISO/IEC 15948 clause 9) over rows of single bytes. */
function undoPngPredictor(data: Buffer, columns: number): Buffer {
  const rows = Math.floor(data.length / (columns + 1))
  const out = Buffer.alloc(rows * columns)
  const outAt = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (out[row * columns + column] ?? 0))
  for (let row = 0; row < rows; row++) {
    const type = data[row * (columns + 1)] ?? 0
    for (let column = 0; column < columns; column++) {
      const raw = data[row * (columns + 1) + 1 + column] ?? 0
      const [left, up, upLeft] = [outAt(row, column - 1), outAt(row - 1, column), outAt(row - 1, column - 1)]
      out[row * columns + column] = raw + predict(type, left, up, upLeft)
    }
  }
  return out
}

function predict(type: number, left: number, up: number, upLeft: number): number {
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  if (type !== 4) return 0
  const estimate = left + up - upLeft
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)]
  if (toLeft <= toUp && toLeft <= toUpLeft) return left
  return toUp <= toUpLeft ? up : upLeft
}

function numberOf(dictionary: PdfDictionary, key: string, otherwise: number): number {
  const value = dictionary.get(key)
  return typeof value === 'number' ? value : otherwise
}
