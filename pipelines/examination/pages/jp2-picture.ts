import type { ContentWindow } from '../content-window.ts'
import { type IsoBox, innerBoxes, topBoxes } from '../iso-boxes.ts'
import { type ColourMode, type Picture, perMetre, resolution } from './page-facts.ts'

/** What a JPEG 2000 states in its header (ISO/IEC 15444-1 I.5.3): size, components, resolution of capture or else of display. */
export async function readJp2Picture(file: string, content: ContentWindow): Promise<Picture> {
  const header = (await topBoxes(file, content)).find(({ type }) => type === 'jp2h')
  const boxes = header === undefined ? [] : await innerBoxes(file, content, header)
  const image = boxes.find(({ type }) => type === 'ihdr')
  const superbox = boxes.find(({ type }) => type === 'res ')
  const densities = superbox === undefined ? [] : await innerBoxes(file, content, superbox)
  const density = densities.find(({ type }) => type === 'resc') ?? densities.find(({ type }) => type === 'resd')
  return {
    ...(image === undefined ? { width: 0, height: 0 } : readHeader(await bodyOf(content, image))),
    ...(density === undefined ? {} : readDensity(await bodyOf(content, density))),
  }
}

function bodyOf(content: ContentWindow, { start, end }: IsoBox): Promise<Buffer> {
  return content.read(start, end - start)
}

/** I.5.3.1: height, width, components, bit depth less one. */
function readHeader(body: Buffer): Picture {
  if (body.length < 11) return { width: 0, height: 0 }
  const [components, depth] = [body.readUInt16BE(8), body[10] ?? 0]
  const grey: ColourMode = depth === 0 ? '黑白' : '灰度'
  return { height: body.readUInt32BE(0), width: body.readUInt32BE(4), colour: components < 3 ? grey : '彩色' }
}

/** I.5.3.7: two fractions, then their powers of ten, in dots per metre. */
function readDensity(body: Buffer): { readonly dpi?: number } {
  if (body.length < 10) return {}
  const dots = (at: number, exponent: number) =>
    (body.readUInt16BE(at) / body.readUInt16BE(at + 2)) * 10 ** body.readInt8(exponent)
  return resolution(dots(4, 9), dots(0, 8), perMetre)
}
