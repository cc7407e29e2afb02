import { ArchiveError } from '#archive-schema/archive-error.ts'
import { decodeAs, holdsControls } from '#archive-schema/formats/text-encoding.ts'
import { xmlEncoding } from '#archive-schema/formats/xml-encoding.ts'
import { damaged, unknownFormat } from './refusals.ts'

/**
 * The text of an XML document, or of its beginning (`isCut`). Throws `FORMATS_UNKNOWN` for other encodings and `FORMATS_DAMAGED`
 * for bytes that are not in the encoding that they claim.
 */
export function xmlText(file: string, bytes: Uint8Array, isCut: boolean): string {
  const found = xmlEncoding(bytes)
  if ('unknown' in found) throw unknownFormat(file, `XML in ${found.unknown}`)
  const text = decodeAs(bytes, found.encoding, isCut)
  if (text === undefined) throw damaged(file, `XML that is not the ${found.encoding} it claims to be`)
  if (holdsControls(text)) throw damaged(file, 'XML with control characters')
  return text
}

/**
 * Throws `ACTIVE-CONTENT_DTD` if the document declares a document type: that is where entities are declared, and no
 * parser may ever see one. Looks only at what stands before the root element. Throws `FORMATS_DAMAGED` if the text
 * ends there.
 */
export function refuseDoctype(file: string, text: string): void {
  const place = rootPlace(text)
  const opening = text.slice(place, place + 60).split('\n', 1)[0] ?? ''
  if (opening.startsWith('<!')) throw new ArchiveError({ code: 'ACTIVE-CONTENT_DTD', file, found: opening })
  if (!opening.startsWith('<')) throw damaged(file, 'XML without a root element')
}

/** Where white space, comments and processing instructions before the root element end. */
function rootPlace(text: string): number {
  const piece = /\s+|<\?.*?\?>|<!--.*?-->/sy
  let place = 0
  while (piece.test(text)) place = piece.lastIndex
  return place
}
