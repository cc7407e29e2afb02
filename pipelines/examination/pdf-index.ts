import { ArchiveError } from '#archive-schema/archive-error.ts'
import { asDictionary, type PdfObject, type PdfSource, readObject, scanAt } from './pdf-objects.ts'
import { type PdfPlace, readRows } from './pdf-rows.ts'
import { decodeStream } from './pdf-stream.ts'
import { type PdfDictionary, PdfReference, type PdfScanner, PdfSyntaxError } from './pdf-syntax.ts'
import { damaged, encrypted } from './refusals.ts'

/** 交叉引用 (cross-references): the newest place of every object, and the newest trailer. */
export type PdfIndex = { readonly places: ReadonlyMap<number, PdfPlace>; readonly trailer: PdfDictionary }

type Section = { readonly places: readonly (readonly [number, PdfPlace])[]; readonly trailer: PdfDictionary }

/** A document with more objects is not examined. */
const maxObjects = 1_000_000

/**
 * Follows the chain of cross-reference sections (ISO 32000-1 7.5.4, 7.5.8) from the newest to the oldest: tables,
 * streams, and both in one. Throws `FORMATS_ENCRYPTED` if a section names an encryption dictionary, `FORMATS_DAMAGED`
 * if a section is not where it should be.
 */
export async function readIndex(source: PdfSource, start: number): Promise<PdfIndex> {
  const places = new Map<number, PdfPlace>()
  const seen = new Set<number>()
  const waiting = [start]
  let newest: PdfDictionary | undefined
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (seen.has(at)) continue
    seen.add(at)
    const section = await readSection(source, at)
    for (const [number, place] of section.places) if (!places.has(number)) places.set(number, place)
    refuseTooMany(source.file, places.size)
    newest ??= section.trailer
    waiting.push(...olderSections(section.trailer))
  }
  return { places, trailer: newest ?? new Map() }
}

/**
 * Bytes of the content of a stream: stated in its dictionary or in an object of its own. `undefined` if neither tells.
 */
export async function streamLength(
  source: PdfSource,
  places: PdfIndex['places'],
  object: PdfObject,
): Promise<number | undefined> {
  const stated = asDictionary(object.value)?.get('Length')
  if (typeof stated === 'number') return stated
  const place = stated instanceof PdfReference ? places.get(stated.number) : undefined
  if (place === undefined || place === 'free' || !('offset' in place)) return undefined
  const { value } = await readObject(source, place.offset)
  return typeof value === 'number' ? value : undefined
}

// The stream of a hybrid file (7.5.8.4) completes the table that names it, so it comes before the older sections.
function olderSections(trailer: PdfDictionary): number[] {
  const stated = [trailer.get('XRefStm'), trailer.get('Prev')]
  return stated.filter((at) => typeof at === 'number').filter((at) => at > 0)
}

function refuseTooMany(file: string, found: number): void {
  if (found <= maxObjects) return
  throw new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${found} objects`, expected: `${maxObjects} objects` })
}

async function readSection(source: PdfSource, offset: number): Promise<Section> {
  const table = await scanAt(source, offset + source.base, scanTable)
  if (table === undefined) return readStreamSection(source, offset)
  refuseEncryption(source.file, table.trailer)
  return table
}

async function readStreamSection(source: PdfSource, offset: number): Promise<Section> {
  const object = await readObject(source, offset)
  const trailer = asDictionary(object.value)
  const length = trailer?.get('Length')
  if (trailer === undefined || typeof length !== 'number') {
    throw damaged(source.file, `no PDF cross-references at ${offset}`)
  }
  refuseEncryption(source.file, trailer)
  return { trailer, places: readRows(source.file, trailer, await decodeStream(source, object, length)) }
}

function refuseEncryption(file: string, trailer: PdfDictionary): void {
  if ((trailer.get('Encrypt') ?? null) !== null) throw encrypted(file, 'PDF /Encrypt')
}

/** A table with its trailer; `undefined` if there is no table here. */
function scanTable(scanner: PdfScanner): Section | undefined {
  if (!scanner.take('xref')) return undefined
  const places: [number, PdfPlace][] = []
  while (!scanner.take('trailer')) {
    const first = scanner.readInteger()
    const count = scanner.readInteger()
    for (let index = 0; index < count; index++) places.push([first + index, scanEntry(scanner)])
  }
  const trailer = asDictionary(scanner.readValue())
  if (trailer === undefined) throw new PdfSyntaxError('the trailer is no dictionary')
  return { places, trailer }
}

function scanEntry(scanner: PdfScanner): PdfPlace {
  const offset = scanner.readInteger()
  scanner.readInteger()
  if (scanner.take('f')) return 'free'
  if (!scanner.take('n')) throw new PdfSyntaxError('a cross-reference was expected')
  // Some producers mark unused numbers as used at offset 0, where no object can be.
  return offset === 0 ? 'free' : { offset }
}
