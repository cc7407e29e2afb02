import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ContentLimits } from '../content-limits.ts'
import { ContentWindow } from '../content-window.ts'
import { countOfdPages } from '../ofd.ts'
import { listZip } from '../zip-listing.ts'
import { readJp2Picture } from './jp2-picture.ts'
import { readJpegPicture } from './jpeg-picture.ts'
import type { PageFacts } from './page-facts.ts'
import { readPdfPages } from './pdf-pages.ts'
import { readPngPicture } from './png-picture.ts'
import { readTiffPages } from './tiff-pages.ts'

/** A content file that examination found to be whole, and what it found it to be. */
export type PagedFile = {
  readonly file: string
  readonly reader: ContentReader
  readonly format: string
  /** Whether the pictures of a PDF are asked for; those of picture files always are told. */
  readonly wantPictures: boolean
}

/** Pages and pictures of a content file, by its own bytes. Of a format without pages nothing is told. Throws `FORMATS_…`, `LIMITS_…`. */
export async function readPageFacts(
  { file, reader, format, wantPictures }: PagedFile,
  limits: ContentLimits,
): Promise<PageFacts> {
  const content = new ContentWindow(reader)
  const readers: Readonly<Record<string, () => Promise<PageFacts>>> = {
    pdf: () => readPdfPages(file, content, limits, wantPictures),
    ofd: () => readOfdPages(file, content, limits),
    tiff: () => readTiffPages(file, content, false),
    bigtiff: () => readTiffPages(file, content, true),
    jpeg: async () => ({ pictures: [await readJpegPicture(file, content)] }),
    png: async () => ({ pictures: [await readPngPicture(content)] }),
    jp2: async () => ({ pictures: [await readJp2Picture(file, content)] }),
  }
  return readers[format]?.() ?? { pictures: [] }
}

async function readOfdPages(file: string, content: ContentWindow, limits: ContentLimits): Promise<PageFacts> {
  return {
    pages: await countOfdPages({ file, content, limits, entries: await listZip(file, content, limits) }),
    pictures: [],
  }
}
