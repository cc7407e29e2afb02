import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import type { SignatureDictionary } from './pdf-signature-dictionary.ts'

/** What a signature covers: two ranges of the file, and what lies after them. */
export type CoveredRange = {
  readonly first: { readonly start: 0; readonly end: number }
  readonly second: { readonly start: number; readonly end: number }
}

/**
 * 签名字节范围 (/ByteRange, ISO 32000-1 12.8.1): from the first byte, all but the hole, which is the string /Contents of the
 * same dictionary and nothing else, so that no byte escapes. Throws `SIGNATURE_INVALID`.
 */
export function readByteRange(
  { byteRange, contents }: Pick<SignatureDictionary, 'byteRange' | 'contents'>,
  fileBytes: number,
): CoveredRange {
  const [start, length, resume, rest, ...more] = byteRange
  const isComplete = start !== undefined && length !== undefined && resume !== undefined && rest !== undefined
  demandOfSignature(isComplete && more.length === 0, `/ByteRange has ${byteRange.length} numbers, not four`)
  demandOfSignature(byteRange.every(isPlace), '/ByteRange holds what is no number of bytes')
  demandOfSignature(start === 0, `/ByteRange begins at ${start}, not at the beginning of the file`)
  demandOfSignature(length <= resume, '/ByteRange overlaps itself')
  demandOfSignature(resume + rest <= fileBytes, `/ByteRange ends at ${resume + rest}, the file at ${fileBytes}`)
  const isHole = contents !== undefined && length === contents.start && resume === contents.end
  demandOfSignature(isHole, '/ByteRange leaves out other bytes than /Contents')
  return { first: { start: 0, end: length }, second: { start: resume, end: resume + rest } }
}

function isPlace(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
