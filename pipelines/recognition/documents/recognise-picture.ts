import type { PageText } from '#archive-schema/recognised-text.ts'
import type { OcrEngine, ScannedPage } from '#pipelines/recognition/ocr-engine.ts'
import {
  countPages,
  decodePicture,
  measurePicture,
  type PictureSize,
  recognitionScale,
} from '#pipelines/recognition/page-image/decode-image.ts'
import { eachPage } from './each-page.ts'

/**
 * The text of every page of a picture file (JPEG, PNG, TIFF of one or more pages), as `engine` reads it. `scannedDpi`
 * is the resolution that the scanning record gives; without it the file's own is taken if it can be true.
 */
export async function recognisePicture(
  bytes: Uint8Array,
  scannedDpi: number | undefined,
  engine: OcrEngine,
  signal: AbortSignal,
): Promise<PageText[]> {
  return eachPage(await countPages(bytes), signal, async (index, stop) => {
    const page = scannedPage(bytes, index, await measurePicture(bytes, index), scannedDpi)
    const { width, height, dpi } = page
    return { page: index + 1, source: 'ocr', ...(await engine.recognise(page, stop)), width, height, dpi }
  })
}

function scannedPage(
  bytes: Uint8Array,
  index: number,
  picture: PictureSize,
  scannedDpi: number | undefined,
): ScannedPage {
  const page = { width: picture.width, height: picture.height, dpi: scannedDpi ?? resolutionOf(picture) }
  const scale = recognitionScale(page)
  const smaller = {
    width: Math.round(page.width * scale),
    height: Math.round(page.height * scale),
    dpi: page.dpi * scale,
  }
  return { ...page, decode: () => decodePicture(bytes, index, smaller) }
}

const LONG_SIDE_OF_A4_IN_INCHES = 297 / 25.4

/** Cameras and converters often write 72 dpi without meaning it; then the page is taken to be A4. */
function resolutionOf(picture: PictureSize): number {
  const longSide = Math.max(picture.width, picture.height)
  const density = picture.density ?? 0
  const isPossible = density >= 100 && longSide / density >= 3 && longSide / density <= 60
  return isPossible ? density : Math.round(longSide / LONG_SIDE_OF_A4_IN_INCHES)
}
