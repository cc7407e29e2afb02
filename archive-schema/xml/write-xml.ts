import { Builder } from 'xml2js'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { isXmlText } from '#archive-schema/metadata/check-text.ts'
import { type ElementGroup, type ElementValue, isList } from '#archive-schema/metadata/vocabulary.ts'
import type { ElementRule, MetadataFileRule } from '#archive-schema/profiles/element-rule.ts'
import { maxXmlBytes } from './parse-xml.ts'

/**
 * Writes a metadata file: XML 1.0, UTF-8 without BOM, elements in the order of the table, two blanks of indent, LF at the
 * end. The same values give the same bytes. Throws `DESCRIPTION_ELEMENT` for characters that XML cannot hold, and
 * `LIMITS_SIZE` for a file that `readXml` would refuse as too large.
 */
export function writeXml(titleAttribute: string, file: MetadataFileRule, values: ElementGroup): Uint8Array {
  const root = writeGroup(titleAttribute, file.elements, values)
  const titled = { attributes: { [titleAttribute]: file.root.title, ...root.attributes }, children: root.children }
  const bytes = new TextEncoder().encode(`${builder().buildObject({ [file.root.tag]: builderNode(titled) })}\n`)
  if (bytes.length <= maxXmlBytes) return bytes
  const found = `${bytes.length} bytes`
  throw new ArchiveError({ code: 'LIMITS_SIZE', file: file.name, found, expected: `${maxXmlBytes} bytes` })
}

/** An element before it is handed to the builder. */
type Writable = {
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Readonly<Record<string, readonly object[]>>
}

// A `#` cannot stand in a name of XML, so no tag of a profile is mistaken for the text or the attributes of an element.
const textKey = '#text'
const attributesKey = '#attributes'

function builder(): Builder {
  return new Builder({
    attrkey: attributesKey,
    charkey: textKey,
    xmldec: { version: '1.0', encoding: 'UTF-8' },
    renderOpts: { pretty: true, indent: '  ', newline: '\n' },
  })
}

function builderNode({ attributes, children }: Writable): object {
  return { [attributesKey]: attributes, ...children }
}

function writeGroup(titleAttribute: string, rules: readonly ElementRule[], group: ElementGroup): Writable {
  const attributes: Record<string, string> = {}
  const children: Record<string, readonly object[]> = {}
  for (const rule of rules) {
    const values = listOf(group[rule.key])
    if (rule.attribute) Object.assign(attributes, writeAttribute(rule, values))
    else if (values.length > 0) children[rule.tag] = values.map((value) => writeElement(titleAttribute, rule, value))
  }
  return { attributes, children }
}

function writeAttribute(rule: ElementRule, [value]: readonly (string | ElementGroup)[]): Record<string, string> {
  return typeof value === 'string' ? { [rule.tag]: writableText(rule, value) } : {}
}

function writeElement(titleAttribute: string, rule: ElementRule, value: string | ElementGroup): object {
  const title = rule.titled ? { [titleAttribute]: rule.title } : {}
  if (typeof value === 'string') return { [attributesKey]: title, [textKey]: writableText(rule, value) }
  const inner = writeGroup(titleAttribute, rule.children ?? [], value)
  return builderNode({ attributes: { ...title, ...inner.attributes }, children: inner.children })
}

function writableText(rule: ElementRule, text: string): string {
  if (isXmlText(text)) return text
  const field = `${rule.title} (${rule.key})`
  throw new ArchiveError({ code: 'DESCRIPTION_ELEMENT', field, expected: '无控制字符', found: JSON.stringify(text) })
}

function listOf(value: ElementValue | undefined): readonly (string | ElementGroup)[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}
