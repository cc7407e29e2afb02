import sharp, { type Sharp } from 'sharp'
import type { PageImage } from './page-image.ts'

// One picture at a time per page in work: threads of the decoder and its cache would only add memory.
sharp.concurrency(1)
sharp.cache(false)

/** Resolution at which print is recognised best and fastest; scans of more are scaled down to it. */
export const RECOGNITION_DPI = 200

/** Pictures are decoded to at most this many pixels (A2 at 200 dpi), however large the sheet. */
export const MOST_PIXELS = 16_000_000

/** A sheet of A0 at 600 dpi; what claims to be larger is refused before it is decoded. */
const MOST_PIXELS_AS_SCANNED = 600_000_000

/** Size and resolution of one page of a picture file, upright. */
export type PictureSize = { readonly width: number; readonly height: number; readonly density?: number }

/** Number of pages in a picture file: more than one in a multipage TIFF. Rejects if it is not a picture. */
export async function countPages(bytes: Uint8Array): Promise<number> {
  const { pages } = await open(bytes, 0).metadata()
  return pages ?? 1
}

/** Size of page `index` (from 0) after its own orientation mark (EXIF) has been obeyed. */
export async function measurePicture(bytes: Uint8Array, index: number): Promise<PictureSize> {
  const { autoOrient, density } = await open(bytes, index).metadata()
  return { ...autoOrient, ...(density === undefined ? {} : { density }) }
}

/** Decodes page `index` (from 0), upright, to `width` × `height` pixels. `dpi` is that of the smaller picture. */
export async function decodePicture(
  bytes: Uint8Array,
  index: number,
  size: { readonly width: number; readonly height: number; readonly dpi: number },
): Promise<PageImage> {
  const picture = open(bytes, index).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb')
  const { data, info } = await picture
    .resize({ width: size.width, height: size.height, fit: 'fill', kernel: 'cubic' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 1 && info.channels !== 3) throw new Error(`picture of ${info.channels} channels`)
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length)
  return { pixels, width: info.width, height: info.height, channels: info.channels, dpi: size.dpi }
}

/** By how much a page is scaled for recognition: down to 200 dpi, and further for large sheets. */
export function recognitionScale(page: { width: number; height: number; dpi: number }): number {
  const byResolution = page.dpi > RECOGNITION_DPI * 1.05 ? RECOGNITION_DPI / page.dpi : 1
  const bySize = Math.sqrt(MOST_PIXELS / (page.width * page.height))
  return Math.min(byResolution, bySize)
}

function open(bytes: Uint8Array, page: number): Sharp {
  return sharp(bytes, { page, limitInputPixels: MOST_PIXELS_AS_SCANNED, failOn: 'error' })
}
