import { decodeText } from '#archive-schema/formats/text-encoding.ts'
import type { PageText } from '#archive-schema/recognised-text.ts'
import { childElements, ownText, parseXml, type XmlElement } from './xml-tree.ts'

/** Plain text (TXT, CSV, JSON) as one page. Throws if the bytes are no text in an encoding that is known. */
export function readPlainText(bytes: Uint8Array): PageText {
  const decoded = decodeText(bytes, false)
  if (decoded === undefined) throw new Error('the bytes are neither UTF-8 nor GB 18030 text')
  return onePage(decoded.text, decoded.text.replaceAll(/\r\n?/g, '\n').trimEnd())
}

/**
 * XML as one page: a line for every element that has text or attributes, in the order of the document. Values of
 * attributes count as text, for forms often keep codes there.
 */
export async function readXml(bytes: Uint8Array): Promise<PageText> {
  const lines = elementLines(await parseXml(bytes))
  return onePage(lines.join('\n'), lines.join('\n'))
}

function elementLines(element: XmlElement): string[] {
  const values = [ownText(element), ...element.attributes.values()].map((value) => value.trim())
  const line = values.filter((value) => value !== '').join(' ')
  return [...(line === '' ? [] : [line]), ...childElements(element).flatMap(elementLines)]
}

function onePage(raw: string, text: string): PageText {
  return { page: 1, source: 'structure', raw, text, words: [] }
}
