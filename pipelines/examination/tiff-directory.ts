import type { ContentWindow } from './content-window.ts'
import { damaged } from './refusals.ts'

/** How a TIFF writes its numbers: byte order, and 32-bit or 64-bit (BigTIFF) offsets. */
export type TiffLayout = { readonly littleEndian: boolean; readonly isBig: boolean }

/** One field of a directory: `count` values of `size` bytes, which begin at `at`. */
export type TiffField = { readonly at: number; readonly count: number; readonly size: number }

/** 图像文件目录 (image file directory) with the offset of the next one, 0 at the end. */
export type TiffDirectory = { readonly fields: ReadonlyMap<number, TiffField>; readonly next: number }

/** Bytes of one value by field type (TIFF 6.0 section 2; 13 and 16 to 18 by its supplements). */
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

/** More values than this in one list of strips or tiles is no image. */
const maxListBytes = 16 * 2 ** 20

/** The header: byte order, and where the directory of the first page begins. */
export async function readTiffHeader(
  file: string,
  content: ContentWindow,
  isBig: boolean,
): Promise<{ readonly layout: TiffLayout; readonly first: number }> {
  const head = await readAll(file, content, 0, isBig ? 16 : 8)
  const layout: TiffLayout = { littleEndian: head[0] === 0x49, isBig }
  return { layout, first: isBig ? readNumber(head, 8, 8, layout) : readNumber(head, 4, 4, layout) }
}

/** Reads a directory. Throws `FORMATS_DAMAGED` if it, or a value of it, does not lie inside the file. */
export async function readDirectory(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  at: number,
): Promise<TiffDirectory> {
  const { isBig } = layout
  const head = isBig ? 8 : 2
  const entryBytes = isBig ? 20 : 12
  const count = readNumber(await readAll(file, content, at, head), 0, head, layout)
  if (count === 0 || count > 0xffff) throw damaged(file, `TIFF directory at ${at} has ${count} fields`)
  const table = await readAll(file, content, at + head, count * entryBytes + (isBig ? 8 : 4))
  const fields = new Map<number, TiffField>()
  for (let index = 0; index < count; index++) {
    const start = index * entryBytes
    const field = readField(table, start, at + head + start, layout)
    if (field === undefined) continue
    const tag = readNumber(table, start, 2, layout)
    if (field.at + field.count * field.size > content.bytes) throw damaged(file, `TIFF field ${tag} runs past the end`)
    fields.set(tag, field)
  }
  return { fields, next: readNumber(table, count * entryBytes, isBig ? 8 : 4, layout) }
}

/** The whole numbers of a field. */
export async function readValues(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  field: TiffField,
): Promise<number[]> {
  const length = field.count * field.size
  if (length > maxListBytes) throw damaged(file, `TIFF list of ${field.count} values`)
  const bytes = await readAll(file, content, field.at, length)
  return Array.from({ length: field.count }, (_, index) => readNumber(bytes, index * field.size, field.size, layout))
}

/** `undefined` for a field type that the specification does not know: readers pass over it. */
function readField(table: Buffer, start: number, place: number, layout: TiffLayout): TiffField | undefined {
  const wide = layout.isBig ? 8 : 4
  const size = typeBytes[readNumber(table, start + 2, 2, layout)]
  if (size === undefined) return undefined
  const count = readNumber(table, start + 4, wide, layout)
  const isInline = count * size <= wide
  const at = isInline ? place + 4 + wide : readNumber(table, start + 4 + wide, wide, layout)
  return { at, count, size }
}

/** Reads exactly `length` bytes. Throws `FORMATS_DAMAGED` if the file ends before. */
export async function readAll(file: string, content: ContentWindow, at: number, length: number): Promise<Buffer> {
  const bytes = await content.read(at, length)
  if (bytes.length < length) throw damaged(file, `TIFF ends at ${content.bytes}, needs ${at + length}`)
  return bytes
}

/** An unsigned number of 1, 2, 4 or 8 bytes. */
export function readNumber(bytes: Buffer, at: number, size: number, { littleEndian }: TiffLayout): number {
  if (size === 8) return Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at))
  return littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
}
