import { markedEncoding, type TextEncoding } from './text-encoding.ts'

/** How declared encodings are read (GBK and GB 2312 lie inside GB 18030). */
const declaredEncodings: Readonly<Record<string, TextEncoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
}

/**
 * The encoding of an XML document: the byte order mark decides, then the XML declaration, then it is UTF-8 (XML 1.0
 * section 4.3.3). `{ unknown }` is the name of a declared encoding that is not read here.
 */
export function xmlEncoding(bytes: Uint8Array): { readonly encoding: TextEncoding } | { readonly unknown: string } {
  const marked = markedEncoding(bytes)
  if (marked !== undefined) return { encoding: marked }
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString('latin1')
  const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1]
  if (declared === undefined) return { encoding: 'utf-8' }
  const encoding = declaredEncodings[declared.toLowerCase()]
  return encoding === undefined ? { unknown: declared } : { encoding }
}
