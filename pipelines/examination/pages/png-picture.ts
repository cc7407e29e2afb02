import type { ContentWindow } from '../content-window.ts'
import { type ColourMode, type Picture, perMetre, resolution } from './page-facts.ts'

const signatureBytes = 8
/** Length, type and check sum around the content of a chunk. */
const frameBytes = 12
/** pHYs states dots per metre if its unit is 1 (ISO/IEC 15948 11.3.5.3). */
const metre = 1

/** What a PNG states of itself before its image data. */
export async function readPngPicture(content: ContentWindow): Promise<Picture> {
  let picture: Picture = { width: 0, height: 0 }
  for (let at = signatureBytes; at < content.bytes; ) {
    const head = await content.read(at, frameBytes + 13)
    const type = head.toString('latin1', 4, 8)
    if (type === 'IDAT' || head.length < 8) break
    if (type === 'IHDR' && head.length >= 21) picture = { ...picture, ...readHeader(head.subarray(8)) }
    if (type === 'pHYs' && head.length >= 17) picture = { ...picture, ...readDensity(head.subarray(8)) }
    at += frameBytes + head.readUInt32BE(0)
  }
  return picture
}

/** IHDR: width, height, bit depth, colour type; types 0 and 4 are shades of grey. */
function readHeader(body: Buffer): Picture {
  const [depth, type] = [body[8] ?? 0, body[9] ?? 0]
  const grey: ColourMode = depth === 1 ? '黑白' : '灰度'
  return { width: body.readUInt32BE(0), height: body.readUInt32BE(4), colour: type === 0 || type === 4 ? grey : '彩色' }
}

function readDensity(body: Buffer): { readonly dpi?: number } {
  return body[8] === metre ? resolution(body.readUInt32BE(0), body.readUInt32BE(4), perMetre) : {}
}
