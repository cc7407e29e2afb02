import { ArchiveError } from '#archive-schema/archive-error.ts'
import { decodeAs, holdsControls, markedEncoding, type TextEncoding } from '#archive-schema/formats/text-encoding.ts'
import { damaged, unknownFormat } from './refusals.ts'

/** How declared encodings are read (GBK and GB 2312 lie inside GB 18030). */
const declaredEncodings: Readonly<Record<string, TextEncoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
}

/**
 * The text of an XML document, or of its beginning (`isCut`): the byte order mark decides the encoding, then the XML
 * declaration, then UTF-8 (XML 1.0 section 4.3.3). Throws `FORMATS_UNKNOWN` for other encodings and `FORMATS_DAMAGED`
 * for bytes that are not in the encoding that they claim.
 */
export function xmlText(file: string, bytes: Uint8Array, isCut: boolean): string {
  const encoding = markedEncoding(bytes) ?? declaredEncoding(file, bytes)
  const text = decodeAs(bytes, encoding, isCut)
  if (text === undefined) throw damaged(file, `XML that is not the ${encoding} it claims to be`)
  if (holdsControls(text)) throw damaged(file, 'XML with control characters')
  return text
}

function declaredEncoding(file: string, bytes: Uint8Array): TextEncoding {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString('latin1')
  const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1]
  if (declared === undefined) return 'utf-8'
  const encoding = declaredEncodings[declared.toLowerCase()]
  if (encoding === undefined) throw unknownFormat(file, `XML in ${declared}`)
  return encoding
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
