import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged } from './refusals.ts'
import { readDirectory, readTiffHeader, readValues, type TiffDirectory, type TiffLayout } from './tiff-directory.ts'

/** Where the image data lies: strips, tiles, and the one stream of old JPEG-in-TIFF. */
const dataFields = [
  { offsets: 273, lengths: 279 },
  { offsets: 324, lengths: 325 },
  { offsets: 513, lengths: 514 },
] as const
/** Directories inside a directory: SubIFDs, Exif, GPS, interoperability. They need not hold an image. */
const innerDirectories = [330, 34_665, 34_853, 40_965] as const
/** A record of more pages is not handed over as one file. */
const maxDirectories = 65_535

/**
 * TIFF 6.0 and BigTIFF, either byte order: walks the chain of pages and their inner directories; every value, strip
 * and tile must lie inside the file, and no directory may come twice. The image data is not decoded.
 */
export async function examineTiff({ file, content, format }: Examination): Promise<Examined> {
  const { layout, first } = await readTiffHeader(file, content, format.id === 'bigtiff')
  const seen = new Set<number>()
  let page = first
  if (page === 0) throw damaged(file, 'TIFF without pages')
  while (page !== 0) {
    const directory = await visit(file, content, layout, page, seen)
    const parts = await checkImageData(file, content, layout, directory)
    if (parts === 0) throw damaged(file, `TIFF page at ${page} has no image data`)
    await visitInner(file, content, layout, directory, seen)
    page = directory.next
  }
  return {}
}

async function visit(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  at: number,
  seen: Set<number>,
): Promise<TiffDirectory> {
  if (seen.has(at)) throw damaged(file, `TIFF directory at ${at} comes twice`)
  if (seen.size >= maxDirectories) throw damaged(file, `TIFF with more than ${maxDirectories} directories`)
  seen.add(at)
  return readDirectory(file, content, layout, at)
}

async function visitInner(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  outer: TiffDirectory,
  seen: Set<number>,
): Promise<void> {
  const waiting = [outer]
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const tag of innerDirectories) {
      const field = directory.fields.get(tag)
      const places = field === undefined ? [] : await readValues(file, content, layout, field)
      for (const at of places) {
        const inner = await visit(file, content, layout, at, seen)
        await checkImageData(file, content, layout, inner)
        waiting.push(inner)
      }
    }
  }
}

/** How many strips and tiles there are. Throws `FORMATS_DAMAGED` if one does not lie inside the file. */
async function checkImageData(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  { fields }: TiffDirectory,
): Promise<number> {
  let parts = 0
  for (const tags of dataFields) {
    const offsets = fields.get(tags.offsets)
    const lengths = fields.get(tags.lengths)
    if (offsets === undefined) continue
    if (offsets.count !== lengths?.count)
      throw damaged(file, `TIFF fields ${tags.offsets} and ${tags.lengths} disagree`)
    const starts = await readValues(file, content, layout, offsets)
    const sizes = await readValues(file, content, layout, lengths)
    const outside = starts.findIndex((start, index) => start + (sizes[index] ?? 0) > content.bytes)
    if (outside !== -1) throw damaged(file, `TIFF image data ${outside + 1} of ${starts.length} runs past the end`)
    parts += starts.length
  }
  return parts
}
