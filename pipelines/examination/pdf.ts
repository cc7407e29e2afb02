import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { findRunningAction } from './pdf-actions.ts'
import { readBody } from './pdf-body.ts'
import { type PdfIndex, readIndex } from './pdf-index.ts'
import { metadataText } from './pdf-metadata.ts'
import { asDictionary, type PdfSource } from './pdf-objects.ts'
import { type PdfDictionary, PdfName, PdfReference } from './pdf-syntax.ts'
import { active, damaged } from './refusals.ts'

/** The header stands within this many bytes of the beginning, the end marker within as many of the end. */
const marginBytes = 1024

/**
 * PDF (ISO 32000-1): has its header and end marker, an unbroken chain of cross-references, every object and stream
 * where they say, and a catalog; is not encrypted, with or without an open password; and no object, also none in an
 * object stream, runs a script or a program. Page contents, images, fonts and attached files are not decoded.
 */
export async function examinePdf(examination: Examination): Promise<Examined> {
  const { source, index, version } = await openPdf(examination)
  const catalog = await examineBody(source, index)
  return { version: laterVersion(version, catalog), claims: await metadataText({ source, index }, catalog) }
}

/** An opened PDF: its newest cross-references and the version in its header. */
export type OpenedPdf = { readonly source: PdfSource; readonly index: PdfIndex; readonly version: string }

/** Finds header, end and cross-references. Throws `FORMATS_DAMAGED`, `FORMATS_ENCRYPTED`. */
export async function openPdf({ file, content, budget }: Omit<PdfSource, 'base'>): Promise<OpenedPdf> {
  const header = await readHeader(file, content)
  const start = await readStart(file, content)
  const source = await locate({ file, content, budget, base: header.at }, start)
  return { source, index: await readIndex(source, start), version: header.version }
}

async function readHeader(file: string, content: ContentWindow): Promise<{ at: number; version: string }> {
  const head = (await content.read(0, marginBytes + 16)).toString('latin1')
  const match = /%PDF-(\d\.\d)/.exec(head)
  if (match?.[1] === undefined) throw damaged(file, 'PDF header without version')
  return { at: match.index, version: match[1] }
}

/** The offset after the last `startxref`. Only white space may follow the end marker: anything else was added. */
async function readStart(file: string, content: ContentWindow): Promise<number> {
  const tail = (await content.read(Math.max(0, content.bytes - marginBytes), marginBytes)).toString('latin1')
  const match = /startxref\s+(\d{1,15})\s+%%EOF[\s\0]*$/.exec(tail)
  if (match?.[1] === undefined) throw damaged(file, 'PDF without startxref and %%EOF at its end')
  return Number(match[1])
}

// Where something stands before the header, some producers count from the header and some from the first byte.
async function locate(source: PdfSource, start: number): Promise<PdfSource> {
  if (source.base === 0) return source
  const here = (await source.content.read(start + source.base, 32)).toString('latin1')
  return /^\s*(?:xref|\d+\s+\d+\s+obj)/.test(here) ? source : { ...source, base: 0 }
}

/** Examines every object in use and gives back the catalog. */
async function examineBody(source: PdfSource, { places, trailer }: PdfIndex): Promise<PdfDictionary> {
  const root = trailer.get('Root')
  if (!(root instanceof PdfReference)) throw damaged(source.file, 'PDF trailer without /Root')
  let catalog: PdfDictionary | undefined
  for await (const { number, value } of readBody(source, places, root.number)) {
    const action = findRunningAction(value)
    if (action !== undefined) throw active(source.file, action)
    if (root.number === number) catalog = asDictionary(value)
  }
  if (catalog?.has('Pages') !== true) throw damaged(source.file, 'PDF without catalog')
  return catalog
}

/** An update may raise the version in the catalog (7.2.2 of ISO 32000-1: the later one counts). */
function laterVersion(header: string, catalog: PdfDictionary): string {
  const stated = catalog.get('Version')
  return stated instanceof PdfName && /^\d\.\d$/.test(stated.text) && stated.text > header ? stated.text : header
}
