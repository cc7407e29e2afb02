import { Parser } from 'xml2js'
import { ArchiveError } from '#archive-schema/archive-error.ts'

/** An element as it stands in a file: every child and every run of text in its place. */
export type XmlElement = {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

/** Largest metadata file that is read and written: some 20,000 documents. */
export const maxXmlBytes = 64 * 1024 * 1024

/**
 * Reads an XML file of ours: UTF-8, one root element, no DOCTYPE, no comments, CDATA sections or processing instructions.
 * Throws `PACKAGE_INVALID` naming `file`.
 */
export function parseXml(file: string, bytes: Uint8Array): XmlElement {
  const body = readBody(file, bytes)
  const [root, ...others] = parseBody(file, body).children.filter(
    (child) => typeof child !== 'string' || child.trim() !== '',
  )
  if (root !== undefined && typeof root !== 'string' && others.length === 0) return root
  throw invalid(file, 'not exactly one root element')
}

function readBody(file: string, bytes: Uint8Array): string {
  if (bytes.length > maxXmlBytes) throw invalid(file, `${bytes.length} bytes, more than ${maxXmlBytes}`)
  const text = decodeUtf8(file, bytes)
  // XML 1.0 2.11: all line ends are read as LF. The parser leaves that to us.
  const body = text.replace(declaration, '').replaceAll(/\r\n?/g, '\n')
  if (!declaration.test(text)) throw invalid(file, 'it does not begin with an XML 1.0 declaration in UTF-8')
  // A `<` never stands for itself in text or attributes, so these two marks begin nothing but what is refused here.
  const refused = /<[!?][^\s>]{0,20}/.exec(body)
  if (refused !== null) throw invalid(file, `${refused[0]} is not allowed`)
  return body
}

const declaration = /^<\?xml version="1\.0" encoding="UTF-8"( standalone="(yes|no)")?\s*\?>/i

function decodeUtf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw invalid(file, 'it is not UTF-8', cause)
  }
}

/** Everything between the marks is put into an element of our own, for xml2js stops at the end of the first root element. */
const wrapper = 'wrapped-by-parse-xml'

/**
 * How xml2js is kept from losing anything. Its usual result drops text of blanks only, merges the text around children,
 * and groups children by tag. Ordered children with `charsAsChildren` and `includeWhiteChars` keep all; keys with `#`
 * cannot collide with a tag (a tag `_` or `$` would overwrite text or attributes).
 */
const parserOptions = {
  explicitRoot: false,
  explicitArray: true,
  explicitChildren: true,
  preserveChildrenOrder: true,
  charsAsChildren: true,
  includeWhiteChars: true,
  attrkey: '#attributes',
  charkey: '#text',
  childkey: '#children',
  strict: true,
  async: false,
} as const

/** What xml2js makes of an element or, under the name `__text__`, of a run of text. */
type ParsedNode = {
  readonly '#name': string
  readonly '#text'?: string
  readonly '#attributes'?: Readonly<Record<string, string>>
  readonly '#children'?: readonly ParsedNode[]
}

function parseBody(file: string, body: string): XmlElement {
  if (body.includes(wrapper)) throw invalid(file, `${wrapper} is not allowed`)
  let outcome: { readonly error: Error } | { readonly node: ParsedNode } | undefined
  // With `async: false` the callback comes before `parseString` returns. Only its first call counts.
  new Parser(parserOptions).parseString(`<${wrapper}>${body}</${wrapper}>`, (error, node: ParsedNode) => {
    outcome ??= error === null ? { node } : { error }
  })
  return elementOf(file, nodeOf(file, outcome), 0)
}

function nodeOf(
  file: string,
  outcome: { readonly error: Error } | { readonly node: ParsedNode } | undefined,
): ParsedNode {
  if (outcome === undefined) throw invalid(file, 'it ends too early')
  if ('error' in outcome) throw invalid(file, outcome.error.message.replaceAll('\n', ' '), outcome.error)
  return outcome.node
}

/** Deeper than any profile nests its elements. */
const maxDepth = 32

function elementOf(file: string, node: ParsedNode, depth: number): XmlElement {
  if (depth > maxDepth) throw invalid(file, `elements nested more than ${maxDepth} deep`)
  const children = (node['#children'] ?? []).map((child) =>
    child['#name'] === '__text__' ? (child['#text'] ?? '') : elementOf(file, child, depth + 1),
  )
  return { tag: node['#name'], attributes: node['#attributes'] ?? {}, children }
}

function invalid(file: string, found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'PACKAGE_INVALID', file, found }, { cause })
}
