import type { ContentWindow } from '../content-window.ts'
import { readDirectory, readTiffHeader, readValues, type TiffDirectory, type TiffLayout } from '../tiff-directory.ts'
import type { ColourMode, PageFacts, Picture } from './page-facts.ts'
import { readTiffResolution } from './tiff-resolution.ts'

const tag = { kind: 254, width: 256, height: 257, bits: 258, photometric: 262, samples: 277 } as const
/** NewSubfileType: a picture of lower resolution, or a mask, is no page. */
const noPage = 0b101
/** PhotometricInterpretation 0 and 1 are shades of grey; all others are colours. */
const greyInterpretations = [0, 1]

/** Every page of a TIFF with its picture; reduced pictures and masks are not counted. */
export async function readTiffPages(file: string, content: ContentWindow, isBig: boolean): Promise<PageFacts> {
  const { layout, first } = await readTiffHeader(file, content, isBig)
  const pictures: Picture[] = []
  const seen = new Set<number>()
  for (let at = first; at !== 0 && !seen.has(at); ) {
    seen.add(at)
    const directory = await readDirectory(file, content, layout, at)
    const number = (key: keyof typeof tag) => firstValue(file, content, layout, directory, tag[key])
    if ((((await number('kind')) ?? 0) & noPage) === 0) {
      const colour = colourOf(await number('photometric'), await number('samples'), await number('bits'))
      const size = { width: (await number('width')) ?? 0, height: (await number('height')) ?? 0 }
      pictures.push({ ...size, colour, ...(await readTiffResolution(file, content, layout, directory)) })
    }
    at = directory.next
  }
  return { pages: pictures.length, pictures }
}

function colourOf(photometric = 1, samples = 1, bits = 1): ColourMode {
  if (!greyInterpretations.includes(photometric) || samples > 2) return '彩色'
  return bits === 1 ? '黑白' : '灰度'
}

async function firstValue(
  file: string,
  content: ContentWindow,
  layout: TiffLayout,
  { fields }: TiffDirectory,
  wanted: number,
): Promise<number | undefined> {
  const field = fields.get(wanted)
  return field === undefined ? undefined : (await readValues(file, content, layout, field))[0]
}
