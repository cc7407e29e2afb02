import { crc32 } from 'node:zlib'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { bytesReader, type ContentReader, collect } from '#archive-schema/content-reader.ts'
import { extensionOf } from '#archive-schema/formats/format-agreement.ts'
import { headBytes, identifyFormat } from '#archive-schema/formats/identify-format.ts'
import { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged, expandsTooFar } from './refusals.ts'
import { refuseDoctype, xmlText } from './xml-text.ts'
import { expandEntry } from './zip-expansion.ts'
import { listZip, type ZipEntry } from './zip-listing.ts'

/** The root element of an XML entry begins within this many bytes. */
const prologBytes = 1 << 16
/** An archive inside another one that is compressed once more is held in memory, and so must be small. */
const maxHeldBytes = 32 * 2 ** 20

/**
 * ZIP (APPNOTE, ISO/IEC 21320-1), also as the container of other formats: see `listZip` for its structure. The
 * declared sizes are held against the limits first; then every entry is expanded, may come to no more than it
 * declares, and must have its CRC. Programs inside are refused by their content, XML inside with a document type, and
 * archives inside are examined like the outer one. Other contents (images, PDF) are not examined further.
 */
export async function examineZip(examination: Examination): Promise<Examined> {
  await examineEntries(examination, 1)
  return {}
}

async function examineEntries(examination: Examination, depth: number): Promise<void> {
  const { file, entries, budget } = examination
  if (entries.length === 0) throw damaged(file, 'ZIP without entries')
  budget.spend(entries.reduce((sum, entry) => sum + entry.expandedBytes, 0))
  for (const entry of entries) await examineEntry(examination, entry, depth)
}

async function examineEntry(examination: Examination, entry: ZipEntry, depth: number): Promise<void> {
  const { file, content, limits } = examination
  const inner = `${file}/${entry.name}`
  const head = await verifyCrc(file, content, entry)
  const extension = extensionOf(entry.name)
  const format = identifyFormat(head.subarray(0, headBytes), extension)
  if (format?.kind === 'program') {
    throw new ArchiveError({ code: 'FORMATS_EXECUTABLE', file: inner, found: format.name })
  }
  if (format?.id === 'xml') refuseDoctype(inner, xmlText(inner, head, head.length < entry.expandedBytes))
  if (format?.id !== 'zip') return
  if (depth >= limits.maxNesting) {
    throw expandsTooFar(file, `${depth + 1} archives inside one another`, `${limits.maxNesting}`)
  }
  const nested = await openEntry(file, content, entry)
  const entries = await listZip(inner, nested, limits)
  await examineEntries({ ...examination, file: inner, content: nested, entries }, depth + 1)
}

/** Expands the entry, compares its CRC and gives back its beginning. */
async function verifyCrc(file: string, content: ContentWindow, entry: ZipEntry): Promise<Buffer> {
  let crc = 0
  let head = Buffer.alloc(0)
  for await (const chunk of expandEntry(file, content, entry)) {
    crc = crc32(chunk, crc)
    if (head.length < prologBytes) head = Buffer.concat([head, chunk.subarray(0, prologBytes - head.length)])
  }
  if (crc !== entry.crc32) throw damaged(file, `ZIP entry ${entry.name} has a wrong CRC`)
  return head
}

/**
 * The content of an entry for random access: in place if it is stored as it is, else in memory. Throws `LIMITS_EXPANSION` for what is
 * too large to be held.
 */
export async function openEntry(file: string, content: ContentWindow, entry: ZipEntry): Promise<ContentWindow> {
  if (!entry.isDeflated) return new ContentWindow(part(content, entry.start, entry.end))
  if (entry.expandedBytes > maxHeldBytes) {
    throw expandsTooFar(file, `${entry.expandedBytes} bytes (${entry.name})`, `${maxHeldBytes} bytes`)
  }
  return new ContentWindow(bytesReader(await readEntry(file, content, entry)))
}

/** The whole content of a small entry, expanded. */
export function readEntry(file: string, content: ContentWindow, entry: ZipEntry): Promise<Buffer> {
  return collect(expandEntry(file, content, entry))
}

/** A reader of one part of the content. */
function part(content: ContentWindow, from: number, to: number): ContentReader {
  const bytes = to - from
  return {
    bytes,
    read: (start, length) => content.read(from + start, Math.min(length, bytes - start)),
    stream: (start = 0, end = bytes) => content.stream(from + start, from + Math.min(end, bytes)),
  }
}
