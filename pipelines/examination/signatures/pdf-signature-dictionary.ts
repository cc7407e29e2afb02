import type { PdfObject } from '../pdf-objects.ts'
import { type PdfDictionary, PdfName, PdfString, type PdfValue } from '../pdf-syntax.ts'

/** Where bytes stand in the file: from `start` (inclusive) to `end` (exclusive). */
export type Extent = { readonly start: number; readonly end: number }

/** 签名字典 (signature dictionary, ISO 32000-1 12.8.1), as far as it is there. */
export type SignatureDictionary = {
  /** Number of the object that it is or in which it stands. */
  readonly object: number
  readonly subFilter: string | undefined
  /** The numbers of /ByteRange. */
  readonly byteRange: readonly number[]
  /** The strings /Contents and /M with their delimiters. */
  readonly contents: Extent | undefined
  readonly time: Extent | undefined
}

/** Every signature dictionary in an object; streams are none. */
export function signatureDictionaries(object: PdfObject): readonly SignatureDictionary[] {
  if (object.streamStart !== undefined) return []
  const found: SignatureDictionary[] = []
  const waiting: PdfValue[] = [object.value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next instanceof Map) {
      if (isSignature(next)) found.push(readDictionary(object, next))
      waiting.push(...next.values())
    } else if (Array.isArray(next)) waiting.push(...next)
  }
  return found
}

function isSignature(dictionary: PdfDictionary): boolean {
  return dictionary.has('ByteRange') || (dictionary.has('SubFilter') && dictionary.has('Contents'))
}

function readDictionary({ number, at }: PdfObject, dictionary: PdfDictionary): SignatureDictionary {
  const subFilter = dictionary.get('SubFilter')
  const byteRange = dictionary.get('ByteRange')
  return {
    object: number,
    subFilter: subFilter instanceof PdfName ? subFilter.text : undefined,
    byteRange: Array.isArray(byteRange) ? byteRange.filter((item) => typeof item === 'number') : [],
    contents: extentOf(dictionary.get('Contents'), at),
    time: extentOf(dictionary.get('M'), at),
  }
}

function extentOf(value: PdfValue | undefined, at: number): Extent | undefined {
  return value instanceof PdfString ? { start: at + value.start, end: at + value.end } : undefined
}
