import { attempt } from '#archive-schema/attempt.ts'
import { type PdfIndex, streamLength } from './pdf-index.ts'
import { type PdfSource, readObject } from './pdf-objects.ts'
import { decodeStream } from './pdf-stream.ts'
import { type PdfDictionary, PdfReference } from './pdf-syntax.ts'

/** Metadata of a document are a few kilobytes; longer ones are not looked at. */
const maxMetadataBytes = 1 << 20

/**
 * The XMP metadata that the catalog of a PDF names (ISO 32000-1 14.3.2), one character a byte: there a PDF/A says that it
 * is one. Empty where there are none or they cannot be read: such a file makes no claim.
 */
export async function metadataText(
  { source, index }: { readonly source: PdfSource; readonly index: PdfIndex },
  catalog: PdfDictionary,
): Promise<string> {
  const named = catalog.get('Metadata')
  const place = named instanceof PdfReference ? index.places.get(named.number) : undefined
  if (place === undefined || place === 'free' || !('offset' in place)) return ''
  const read = await attempt(async () => {
    const object = await readObject(source, place.offset)
    const length = (await streamLength(source, index.places, object)) ?? 0
    return length > maxMetadataBytes ? '' : (await decodeStream(source, object, length)).toString('latin1')
  })
  return 'value' in read ? read.value : ''
}
