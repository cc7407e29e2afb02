import { mayHoldRunningAction } from './pdf-actions.ts'
import { type PdfIndex, streamLength } from './pdf-index.ts'
import { listObjects, openObjectStream, readContained } from './pdf-object-stream.ts'
import { type PdfObject, type PdfSource, readObject } from './pdf-objects.ts'
import type { PdfPlace } from './pdf-rows.ts'
import type { PdfValue } from './pdf-syntax.ts'
import { damaged } from './refusals.ts'

const endstream = 'endstream'
/** Bytes of the longest line end. */
const lineEnd = 2

/** An object in use, wherever it is kept. */
export type PdfEntry = { readonly number: number; readonly value: PdfValue }

/**
 * Every object in use, in file order, those in object streams after their stream. An object stream that cannot hold a
 * running action is not parsed, but for the catalog (`root`): it may list thousands of objects. Throws
 * `FORMATS_DAMAGED` if an object is not where the cross-references say, or if a stream does not end where its length
 * says.
 */
export async function* readBody(
  source: PdfSource,
  places: PdfIndex['places'],
  root: number,
): AsyncGenerator<PdfEntry, void> {
  const containers = new Set([...places.values()].filter(isContained).map((place) => place.container))
  for (const [number, offset] of inFileOrder(places)) {
    const object = await readObject(source, offset)
    if (object.number !== number) throw damaged(source.file, `PDF object ${number} is not at ${offset}`)
    yield object
    const length = await checkStream(source, places, object)
    if (containers.delete(number)) yield* readObjectsOf(source, places, root, object, length)
  }
  for (const missing of containers) throw damaged(source.file, `PDF object stream ${missing} is missing`)
}

function inFileOrder(places: PdfIndex['places']): [number, number][] {
  const objects: [number, number][] = []
  for (const [number, place] of places) {
    if (typeof place === 'object' && 'offset' in place) objects.push([number, place.offset])
  }
  return objects.sort(([, a], [, b]) => a - b)
}

function isContained(place: PdfPlace | undefined): place is { readonly container: number } {
  return typeof place === 'object' && 'container' in place
}

function isIn(place: PdfPlace | undefined, container: PdfObject): boolean {
  return isContained(place) && place.container === container.number
}

/**
 * Length of the content of a stream, 0 for other objects. Producers count the line end before `endstream` or do not.
 */
async function checkStream(source: PdfSource, places: PdfIndex['places'], object: PdfObject): Promise<number> {
  if (object.streamStart === undefined) return 0
  const length = await streamLength(source, places, object)
  // A length that is itself in an object stream is not resolved; object streams never have one (7.5.7).
  if (length === undefined) return 0
  const end = object.streamStart + length
  const around = await source.content.read(Math.max(object.streamStart, end - 2), lineEnd + endstream.length + lineEnd)
  if (length < 0 || !around.includes(endstream)) {
    throw damaged(source.file, `PDF stream ${object.number} does not end where it should`)
  }
  return length
}

/** The objects of an object stream (7.5.7) that are not superseded. */
async function* readObjectsOf(
  source: PdfSource,
  places: PdfIndex['places'],
  root: number,
  object: PdfObject,
  length: number,
): AsyncGenerator<PdfEntry, void> {
  const stream = await openObjectStream(source, object, length)
  const isSuspect = mayHoldRunningAction(stream.content)
  if (!isSuspect && !isIn(places.get(root), object)) return
  for (const [number, start] of listObjects(source.file, stream)) {
    const isWanted = isSuspect || number === root
    if (isWanted && isIn(places.get(number), object)) {
      yield { number, value: readContained(source.file, stream, start) }
    }
  }
}
