import { Readable } from 'node:stream'
import { deflateSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { type ContentLimits, defaultContentLimits } from './content-limits.ts'
import { type DeclaredContent, examineContent } from './examine-content.ts'

/** Examines bytes in memory under a name. */
export function examine(
  name: string,
  content: Uint8Array | string,
  { declared = {}, limits = {} }: { declared?: DeclaredContent; limits?: Partial<ContentLimits> } = {},
): Promise<ContentFormat> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return examineContent(`files/${name}`, bytesReader(bytes), declared, { ...defaultContentLimits, ...limits })
}

/**
 * Format id, or code of the refusal. Everything else that is thrown is thrown on: it would be a mistake of the
 * program.
 */
export async function verdict(...trial: Parameters<typeof examine>): Promise<string> {
  try {
    return (await examine(...trial)).id
  } catch (error) {
    if (error instanceof ArchiveError && error.faults[0]?.file?.startsWith(`files/${trial[0]}`)) return error.code
    throw error
  }
}

/** A ZIP with these entries, deflated unless `store` is set. */
export async function makeZip(
  entries: Readonly<Record<string, string | Uint8Array>>,
  { store = false, mode = 0o100644 }: { store?: boolean; mode?: number } = {},
): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) {
    zip.addBuffer(Buffer.from(content as string), name, { compress: !store, mode })
  }
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of Readable.from(zip.outputStream)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The entries of a small OFD of one document. */
export const ofdEntries = {
  'OFD.xml':
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD">' +
    '<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
  'Doc_0/Document.xml': '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"/>',
} as const

export type PdfParts = {
  readonly header?: string
  /** Bodies of objects 1, 2, …; object 1 is the catalog, object 2 the page tree. */
  readonly objects?: readonly string[]
  /** Objects that are kept in an object stream; then the cross-references are a stream too. */
  readonly contained?: readonly string[]
  readonly trailer?: string
  readonly before?: string
}

const pages = '<< /Type /Pages /Kids [] /Count 0 >>'

/** A small PDF: with a cross-reference table, or with streams if there are contained objects. */
export function makePdf({ header = '%PDF-1.5', objects, contained, trailer = '', before = '' }: PdfParts = {}): Buffer {
  const bodies = [...(objects ?? ['<< /Type /Catalog /Pages 2 0 R >>', pages])]
  const first = bodies.length + 1
  if (contained !== undefined) bodies.push(objectStream(contained, first + 1))
  let text = `${header}\n`
  const offsets = bodies.map((body, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const start = text.length
  const keys = `/Root 1 0 R ${trailer}`
  text += contained === undefined ? table(offsets, keys) : crossReferenceStream(offsets, contained.length, start, keys)
  return Buffer.from(`${before}${text}startxref\n${start}\n%%EOF\n`, 'latin1')
}

/** A stream object with `content` deflated. */
export function stream(dictionary: string, content: string | Buffer): string {
  const stored = deflateSync(content).toString('latin1')
  return `<< ${dictionary} /Filter /FlateDecode /Length ${stored.length} >>\nstream\n${stored}\nendstream`
}

function objectStream(contained: readonly string[], first: number): string {
  const starts = contained.map((_, index) => contained.slice(0, index).join(' ').length + Math.sign(index))
  const head = starts.map((at, index) => `${first + index} ${at}`).join(' ')
  return stream(
    `/Type /ObjStm /N ${contained.length} /First ${head.length + 1}`,
    Buffer.from(`${head} ${contained.join(' ')}`, 'latin1'),
  )
}

function table(offsets: readonly number[], keys: string): string {
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const size = offsets.length + 1
  return `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${size} ${keys} >>\n`
}

/** Rows of one byte type, four bytes place and one byte index, behind the PNG predictor Up as producers write them. */
function crossReferenceStream(offsets: readonly number[], contained: number, start: number, keys: string): string {
  const container = offsets.length
  const size = container + contained + 2
  const rows = [[0, 0, 0], ...offsets.map((offset) => [1, offset, 0])]
  for (let index = 0; index < contained; index++) rows.push([2, container, index])
  rows.push([1, start, 0])
  const plain = rows.map(([type = 0, place = 0, index = 0]) => {
    const row = Buffer.alloc(6)
    row.writeUInt8(type)
    row.writeUInt32BE(place, 1)
    row.writeUInt8(index, 5)
    return row
  })
  const predicted = plain.map((row, at) =>
    Buffer.from([2, ...row.map((byte, column) => byte - (plain[at - 1]?.[column] ?? 0))]),
  )
  const dictionary = `/Type /XRef /Size ${size} /W [1 4 1] /DecodeParms << /Predictor 12 /Columns 6 >> ${keys}`
  return `${size - 1} 0 obj\n${stream(dictionary, Buffer.concat(predicted))}\nendobj\n`
}
