import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ContentLimits } from '../content-limits.ts'
import { ContentWindow } from '../content-window.ts'
import { ExpansionBudget } from '../expansion-budget.ts'
import { type OpenedPdf, openPdf } from '../pdf.ts'
import { streamLength } from '../pdf-index.ts'
import { type PdfObject, readObject } from '../pdf-objects.ts'
import { type SignatureDictionary, signatureDictionaries } from './pdf-signature-dictionary.ts'

/** One of these names stands in every signature dictionary. A signed range cannot be compressed, so they stand as they are. */
const marks = [Buffer.from('/ByteRange'), Buffer.from('/SubFilter')] as const
const longestMark = 10
/** A signature dictionary begins within so many bytes before its names: only /Contents is long. */
const objectBytes = [1 << 16, 1 << 20] as const
const maxMarks = 200

/**
 * Every signature dictionary of a PDF in file order, those of older revisions too, whether a form field leads there or not.
 * A file without one costs a pass over its bytes. Names written with escapes (`/Byte#52ange`) are not found. Throws what `openPdf` throws, and `LIMITS_SIZE`.
 */
export async function findPdfSignatures(
  file: string,
  reader: ContentReader,
  limits: ContentLimits,
): Promise<readonly SignatureDictionary[]> {
  const places = await findMarks(file, reader)
  if (places.length === 0) return []
  const content = new ContentWindow(reader)
  const pdf = await openPdf({ file, content, budget: new ExpansionBudget(file, content.bytes, limits) })
  const starts = objectStarts(pdf)
  const objects = new Map<number, PdfObject>()
  for (const place of places) {
    const object = await objectAround(pdf, place)
    if (object !== undefined && !(await isStreamContent(pdf, starts, object.at))) objects.set(object.at, object)
  }
  return [...objects.values()].flatMap(signatureDictionaries)
}

async function findMarks(file: string, reader: ContentReader): Promise<readonly number[]> {
  const places: number[] = []
  let held: Buffer = Buffer.alloc(0)
  let start = 0
  for await (const chunk of reader.stream()) {
    // Most files come in one chunk, which need not be copied.
    const bytes = held.length === 0 ? asBuffer(chunk) : Buffer.concat([held, chunk])
    places.push(...marks.flatMap((mark) => placesOf(mark, bytes).map((place) => start + place)))
    if (places.length > maxMarks) throw tooManyMarks(file, places.length)
    held = bytes.subarray(Math.max(0, bytes.length - longestMark + 1))
    start += bytes.length - held.length
  }
  return [...new Set(places)].sort((a, b) => a - b)
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function placesOf(mark: Buffer, bytes: Buffer): readonly number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0 && places.length <= maxMarks; at = bytes.indexOf(mark, at + 1))
    places.push(at)
  return places
}

function tooManyMarks(file: string, found: number): ArchiveError {
  return new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${found} signatures`, expected: `${maxMarks}` })
}

/** The object whose text holds the place: the last one that begins before it. What is no object there is no signature. */
async function objectAround({ source }: OpenedPdf, place: number): Promise<PdfObject | undefined> {
  for (const bytes of objectBytes) {
    const from = Math.max(0, place - bytes)
    const before = (await source.content.read(from, place - from)).toString('latin1')
    const begin = [...before.matchAll(/(?<![0-9])\d{1,10}\s+\d{1,5}\s+obj(?![A-Za-z])/g)].at(-1)
    if (begin === undefined) continue
    const object = await attempt(() => readObject({ ...source, base: 0 }, from + begin.index))
    return 'value' in object ? object.value : undefined
  }
  return undefined
}

/** Where the objects in use begin in the file, in order. */
function objectStarts({ source, index }: OpenedPdf): readonly number[] {
  const offsets = [...index.places.values()].flatMap((at) =>
    typeof at === 'object' && 'offset' in at ? at.offset : [],
  )
  return offsets.map((offset) => offset + source.base).sort((a, b) => a - b)
}

/** Whether the place lies in the content of a stream, as in a PDF that is attached to this one. */
async function isStreamContent({ source, index }: OpenedPdf, starts: readonly number[], place: number) {
  const start = starts.findLast((at) => at <= place)
  if (start === undefined) return false
  const object = await readObject({ ...source, base: 0 }, start)
  if (object.streamStart === undefined) return false
  const length = (await streamLength(source, index.places, object)) ?? 0
  return place >= object.streamStart && place < object.streamStart + length
}
