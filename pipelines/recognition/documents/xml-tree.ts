import { Parser } from 'xml2js'
import { decodeAs } from '#archive-schema/formats/text-encoding.ts'
import { xmlEncoding } from '#archive-schema/formats/xml-encoding.ts'

/** An XML element without namespaces: both namespaces of OFD, and those of forms, read the same. */
export type XmlElement = {
  /** Local name. */
  readonly name: string
  /** By local name; namespace declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>
  /** Elements and text in the order of the document. */
  readonly children: readonly (XmlElement | string)[]
}

/** What xml2js makes of an element when it is told to keep the order of children. */
type ParsedNode = {
  readonly '#name': string
  readonly $?: Readonly<Record<string, string>>
  readonly _?: string
  readonly $$?: readonly ParsedNode[]
}

const TEXT_NODE = '__text__'

/** Parses an XML document. Rejects if it is not well-formed or not in the encoding that it names. */
export async function parseXml(bytes: Uint8Array): Promise<XmlElement> {
  const parser = new Parser({
    explicitRoot: false,
    explicitChildren: true,
    preserveChildrenOrder: true,
    charsAsChildren: true,
  })
  // xml2js types its result as any; with the options above it has this shape.
  const root: ParsedNode | null = await parser.parseStringPromise(decodeXml(bytes))
  if (root === null) throw new Error('the XML document has no element')
  return elementOf(root)
}

/** The child elements of that local name. */
export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return childElements(element).filter((child) => child.name === name)
}

/** The first child element along a path of local names, or `undefined`. */
export function childAt(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at && childrenNamed(at, name)[0], element)
}

export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string')
}

/** The text directly inside an element. */
export function ownText(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('')
}

function elementOf(node: ParsedNode): XmlElement {
  const attributes = Object.entries(node.$ ?? {}).filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
  return {
    name: localName(node['#name']),
    attributes: new Map(attributes.map(([name, value]) => [localName(name), value])),
    children: (node.$$ ?? []).map((child) => (child['#name'] === TEXT_NODE ? (child._ ?? '') : elementOf(child))),
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function decodeXml(bytes: Uint8Array): string {
  const found = xmlEncoding(bytes)
  if ('unknown' in found) throw new Error(`XML in ${found.unknown} is not read`)
  const text = decodeAs(bytes, found.encoding, false)
  if (text === undefined) throw new Error(`the XML document is not in ${found.encoding}`)
  return text
}
