import type { ContentLimits } from '../content-limits.ts'
import type { ContentWindow } from '../content-window.ts'
import { ExpansionBudget } from '../expansion-budget.ts'
import { openPdf } from '../pdf.ts'
import { PdfLookup } from '../pdf-lookup.ts'
import { asDictionary } from '../pdf-objects.ts'
import { type PdfDictionary, PdfName, PdfReference, type PdfValue } from '../pdf-syntax.ts'
import { damaged } from '../refusals.ts'
import type { PageFacts, Picture } from './page-facts.ts'
import { readPagePicture } from './pdf-page-picture.ts'

/** A document with more nodes in its page tree is not counted. */
const maxNodes = 200_000
/** What a page has from the nodes above it where it has none itself (ISO 32000-1 7.7.3.4). */
const inherited = ['MediaBox', 'Resources'] as const

/**
 * The pages of a PDF: leaves of the page tree (ISO 32000-1 7.7.3), whatever /Count says. With `wantPictures` also the
 * picture of every page that is one, as scans are. Throws `FORMATS_DAMAGED` for a tree that leads into itself.
 */
export async function readPdfPages(
  file: string,
  content: ContentWindow,
  limits: ContentLimits,
  wantPictures: boolean,
): Promise<PageFacts> {
  const pdf = await openPdf({ file, content, budget: new ExpansionBudget(file, content.bytes, limits) })
  const lookup = new PdfLookup(pdf)
  const catalog = asDictionary(await lookup.resolve(pdf.index.trailer.get('Root')))
  const pictures: Picture[] = []
  let pages = 0
  for await (const page of walkPages(file, lookup, catalog?.get('Pages'))) {
    pages++
    const picture = wantPictures ? await readPagePicture(lookup, page) : undefined
    if (picture !== undefined) pictures.push(picture)
  }
  return { pages, pictures }
}

async function* walkPages(file: string, lookup: PdfLookup, root: PdfValue | undefined): AsyncGenerator<PdfDictionary> {
  const seen = new Set<number>()
  const waiting: { readonly node: PdfValue | undefined; readonly above: PdfDictionary }[] = [
    { node: root, above: new Map() },
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.node instanceof PdfReference) {
      if (seen.has(next.node.number)) throw damaged(file, `PDF page tree comes twice to object ${next.node.number}`)
      if (seen.size >= maxNodes) throw damaged(file, `PDF page tree with more than ${maxNodes} nodes`)
      seen.add(next.node.number)
    }
    const own = asDictionary(await lookup.resolve(next.node))
    if (own === undefined) continue
    const node = withInherited(own, next.above)
    const kids = await lookup.resolve(node.get('Kids'))
    if (Array.isArray(kids)) waiting.push(...kids.toReversed().map((kid: PdfValue) => ({ node: kid, above: node })))
    else if (isPage(node)) yield node
  }
}

function withInherited(own: PdfDictionary, above: PdfDictionary): PdfDictionary {
  const missing = inherited.filter((key) => !own.has(key) && above.has(key))
  return missing.length === 0 ? own : new Map([...own, ...missing.map((key) => [key, above.get(key) ?? null] as const)])
}

/** Some producers leave /Type out of a page. */
function isPage(node: PdfDictionary): boolean {
  const type = node.get('Type')
  return !(type instanceof PdfName) || type.text === 'Page'
}
