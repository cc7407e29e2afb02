import type { Examination, Examined } from './examination.ts'
import { topBoxes } from './iso-boxes.ts'
import { damaged } from './refusals.ts'

/**
 * JPEG 2000 (ISO/IEC 15444-1 annexes A and I): every box is whole, there is a header, and each codestream begins with
 * SOC and ends with EOC. The image is not decoded.
 */
export async function examineJp2({ file, content }: Examination): Promise<Examined> {
  const boxes = await topBoxes(file, content)
  const streams = boxes.filter((box) => box.type === 'jp2c')
  if (streams.length === 0 || !boxes.some((box) => box.type === 'jp2h')) {
    throw damaged(file, 'JPEG 2000 without header or codestream')
  }
  for (const { start, end } of streams) {
    const first = (await content.read(start, 2)).toString('hex')
    const last = (await content.read(Math.max(start, end - 2), 2)).toString('hex')
    if (first !== 'ff4f' || last !== 'ffd9') throw damaged(file, `JPEG 2000 codestream at ${start} is not whole`)
  }
  return {}
}
