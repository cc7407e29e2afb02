import { Parser, processors } from 'xml2js'
import { damaged } from './refusals.ts'

/** Everything in which an ampersand is no reference. */
const literals = /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/gs
/** An ampersand that begins neither a character reference nor one of the five entities that need no declaration. */
const undeclaredEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)[^;\s<]{0,20}/

/**
 * Parses a document without document type strictly. The result has one key, the local name of the root element, with a
 * list of one. Throws `FORMATS_DAMAGED` if the text is not well-formed XML, as far as the parser (sax) and the checks
 * here see.
 */
export async function parseXml(file: string, text: string): Promise<Record<string, unknown>> {
  const tree = await parseWrapped(file, text)
  const entity = undeclaredEntity.exec(text.replaceAll(literals, ''))
  if (entity !== null) throw damaged(file, `XML with the undeclared entity ${entity[0]}`)
  const names = Object.keys(tree)
  const [name = ''] = names
  const roots = tree[name]
  const isSingle = names.length === 1 && Array.isArray(roots) && roots.length === 1
  if (!isSingle) throw damaged(file, 'XML with text or more than one element at the top')
  return tree
}

// The parser stops caring at the end of the root element. Inside an element of ours, what follows the root is parsed
// as well.
async function parseWrapped(file: string, text: string): Promise<Record<string, unknown>> {
  const wrapper = unusedName(text)
  const body = text.replace(/^<\?xml\s.*?\?>/s, '')
  const parser = new Parser({ strict: true, tagNameProcessors: [processors.stripPrefix], emptyTag: () => ({}) })
  try {
    const parsed: Record<string, Record<string, unknown>> = await parser.parseStringPromise(
      `<${wrapper}>${body}</${wrapper}>`,
    )
    return parsed[wrapper] ?? {}
  } catch (error) {
    throw damaged(file, `XML: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`, error)
  }
}

function unusedName(text: string): string {
  let name = 'document'
  while (text.includes(name)) name += '-'
  return name
}
