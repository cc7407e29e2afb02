import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Examination, Examined } from './examination.ts'
import { active } from './refusals.ts'
import { refuseDoctype, xmlText } from './xml-text.ts'
import { parseXml } from './xml-tree.ts'

/** Namespaces in which an element `script` is run by a browser. */
const scriptableNamespaces = /http:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg)/
const scriptElement = /<(?:[\w.-]+:)?script[\s/>]/i

/**
 * XML 1.0: small enough to be parsed (`LIMITS_SIZE`), without document type and so without entities
 * (`ACTIVE-CONTENT_DTD`, found before a parser sees the text), well-formed (`FORMATS_DAMAGED`), without scripts
 * (`ACTIVE-CONTENT_SCRIPT`).
 */
export async function examineXml({ file, content, limits }: Examination): Promise<Examined> {
  if (content.bytes > limits.maxXmlBytes) {
    const [found, expected] = [`${content.bytes} bytes`, `${limits.maxXmlBytes} bytes`]
    throw new ArchiveError({ code: 'LIMITS_SIZE', file, found, expected })
  }
  const text = xmlText(file, await content.read(0, content.bytes), false)
  refuseDoctype(file, text)
  await parseXml(file, text)
  if (scriptableNamespaces.test(text) && scriptElement.test(text)) throw active(file, 'script element')
  return {}
}
