import type { Box, PageText, RecognisedWord } from '#archive-schema/recognised-text.ts'
import { foldCharacters } from '#pipelines/recognition/text/fold-characters.ts'
import { height, intoRows } from '#pipelines/recognition/text/rows.ts'
import { spreadOverLine } from '#pipelines/recognition/text/word-boxes.ts'
import { type OfdArchive, type OfdPart, openOfdArchive } from './ofd-archive.ts'
import { childAt, childElements, childrenNamed, ownText, type XmlElement } from './xml-tree.ts'

/** Lengths in OFD are millimetres; places are given in pixels of a page at this resolution. */
const DPI = 200
const PIXELS_PER_MM = DPI / 25.4

/** A piece of text and where it stands on the page. */
type TextRun = { readonly text: string; readonly box: Box }

/** A page of an OFD document: the part that describes it and those of the templates under it. */
type OfdPage = { readonly content: XmlElement; readonly templates: readonly XmlElement[]; readonly size: Size }
type Size = { readonly width: number; readonly height: number }
type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/**
 * 版式文档 OFD (GB/T 33190-2016): the text of every page, as its text objects say it, in reading order. Text inside
 * pictures, seals, annotations and composite objects is not read. Rejects if the file or a part that it names is broken.
 */
export async function readOfd(bytes: Uint8Array): Promise<PageText[]> {
  const archive = await openOfdArchive(bytes)
  const { root } = await archive.part('OFD.xml', '')
  const pages: OfdPage[] = []
  for (const body of childrenNamed(root, 'DocBody')) {
    pages.push(...(await pagesOf(archive, await archive.part(textAt(body, 'DocRoot'), 'OFD.xml'))))
  }
  return pages.map((page, index) => pageText(page, index + 1))
}

async function pagesOf(archive: OfdArchive, document: OfdPart): Promise<OfdPage[]> {
  const templates = await templatesOf(archive, document)
  const pages: OfdPage[] = []
  for (const page of childrenNamed(childAt(document.root, 'Pages') ?? document.root, 'Page')) {
    const { root } = await archive.part(attribute(page, 'BaseLoc'), document.path)
    const used = childrenNamed(root, 'Template').flatMap((use) => templates.get(attribute(use, 'TemplateID')) ?? [])
    pages.push({ content: root, templates: used, size: pageSize(root, document.root) })
  }
  return pages
}

async function templatesOf(archive: OfdArchive, document: OfdPart): Promise<Map<string, XmlElement>> {
  const templates = new Map<string, XmlElement>()
  const common = childAt(document.root, 'CommonData')
  for (const template of common === undefined ? [] : childrenNamed(common, 'TemplatePage')) {
    const { root } = await archive.part(attribute(template, 'BaseLoc'), document.path)
    templates.set(attribute(template, 'ID'), root)
  }
  return templates
}

/** The page's own area, else that of the document. */
function pageSize(page: XmlElement, document: XmlElement): Size {
  const box = childAt(page, 'Area', 'PhysicalBox') ?? childAt(document, 'CommonData', 'PageArea', 'PhysicalBox')
  if (box === undefined) throw new Error('the OFD page has no PhysicalBox')
  return rectangle(ownText(box))
}

function pageText(page: OfdPage, number: number): PageText {
  const runs = [...page.templates, page.content].flatMap((part) => textRuns(childAt(part, 'Content') ?? part))
  const rows = intoRows(runs)
  return {
    page: number,
    source: 'structure',
    raw: runs.map((run) => run.text).join('\n'),
    text: rows.map((row) => foldCharacters(rowText(row))).join('\n'),
    width: Math.round(page.size.width * PIXELS_PER_MM),
    height: Math.round(page.size.height * PIXELS_PER_MM),
    dpi: DPI,
    words: rows.flat().flatMap(wordsOf),
  }
}

/** The runs of a row with a space where there is a gap. */
function rowText(row: readonly TextRun[]): string {
  return row.reduce((line, run, index) => {
    const before = row[index - 1]
    const gap = before === undefined ? 0 : run.box.x0 - before.box.x1
    return line + (gap > height(run) * 0.3 ? ' ' : '') + run.text
  }, '')
}

function wordsOf(run: TextRun): RecognisedWord[] {
  // What the file itself says is certain.
  return spreadOverLine({ text: run.text, box: run.box, words: [{ text: run.text, confidence: 100 }] })
}

/** The text objects in layers and page blocks, however deep. */
function textRuns(element: XmlElement): TextRun[] {
  return childElements(element).flatMap((child) => (child.name === 'TextObject' ? runsOf(child) : textRuns(child)))
}

/** Every TextCode is a run. Only if an object holds several do their own places matter. */
function runsOf(object: XmlElement): TextRun[] {
  const boundary = rectangle(attribute(object, 'Boundary'))
  const size = Number(object.attributes.get('Size') ?? boundary.height)
  const codes = childrenNamed(object, 'TextCode').filter((code) => ownText(code).trim() !== '')
  return codes.map((code) => ({
    text: ownText(code).trim(),
    box: codes.length === 1 ? pixels(boundary) : pixels(placeOf(code, boundary, size)),
  }))
}

function placeOf(code: XmlElement, boundary: Rectangle, size: number): Rectangle {
  const x = Number(code.attributes.get('X') ?? 0)
  const baseline = Number(code.attributes.get('Y') ?? size)
  return { x: boundary.x + x, y: boundary.y + baseline - size, width: boundary.width - x, height: size }
}

function pixels({ x, y, width, height }: Rectangle): Box {
  const [x0, y0, x1, y1] = [x, y, x + width, y + height].map((length) => Math.round(length * PIXELS_PER_MM))
  return { x0: x0 ?? 0, y0: y0 ?? 0, x1: x1 ?? 0, y1: y1 ?? 0 }
}

/** ST_Box: left, top, width and height. */
function rectangle(text: string): Rectangle {
  const [x, y, width, height] = text.trim().split(/\s+/).map(Number)
  if (
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined ||
    Number.isNaN(x + y + width + height)
  ) {
    throw new Error(`"${text}" is no OFD box`)
  }
  return { x, y, width, height }
}

function attribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)
  if (value === undefined) throw new Error(`the OFD element ${element.name} has no attribute ${name}`)
  return value
}

function textAt(element: XmlElement, name: string): string {
  const child = childAt(element, name)
  if (child === undefined) throw new Error(`the OFD element ${element.name} has no ${name}`)
  return ownText(child)
}
