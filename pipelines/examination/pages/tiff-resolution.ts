import type { ContentWindow } from '../content-window.ts'
import {
  readAll,
  readNumber,
  readValues,
  type TiffDirectory,
  type TiffField,
  type TiffLayout,
} from '../tiff-directory.ts'
import { perCentimetre, resolution } from './page-facts.ts'

const tag = { xResolution: 282, yResolution: 283, unit: 296 } as const
/** ResolutionUnit (TIFF 6.0 section 8): absent means inch; 1, no absolute unit, states nothing. */
const units: Readonly<Record<number, number>> = { 2: 1, 3: perCentimetre }
const inch = 2

/** The resolution that a directory states, of a TIFF or of Exif. */
export async function readTiffResolution(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  { fields }: TiffDirectory,
): Promise<{ readonly dpi?: number }> {
  const [x, y, unit] = [fields.get(tag.xResolution), fields.get(tag.yResolution), fields.get(tag.unit)]
  if (x?.size !== 8 || y?.size !== 8) return {}
  const [unitCode = inch] = unit === undefined ? [] : await readValues(file, content, layout, unit)
  const perInch = units[unitCode]
  if (perInch === undefined) return {}
  return resolution(await readRational(file, content, layout, x), await readRational(file, content, layout, y), perInch)
}

async function readRational(file: string, content: ContentWindow, layout: TiffLayout, { at }: TiffField) {
  const bytes = await readAll(file, content, at, 8)
  return readNumber(bytes, 0, 4, layout) / readNumber(bytes, 4, 4, layout)
}
