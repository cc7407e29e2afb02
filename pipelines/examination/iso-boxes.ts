import type { ContentWindow } from './content-window.ts'
import { damaged } from './refusals.ts'

/**
 * One box of the ISO base media file format (ISO/IEC 14496-12), which JPEG 2000 uses too: content from `start` to
 * `end`.
 */
export type IsoBox = { readonly type: string; readonly start: number; readonly end: number }

/** A fragmented film has two boxes a fragment; more than this is none. */
const maxBoxes = 2 ** 18

/** The boxes at the top of a file, in order. Throws `FORMATS_DAMAGED` if one of them does not end inside the file. */
export function topBoxes(file: string, content: ContentWindow): Promise<IsoBox[]> {
  return innerBoxes(file, content, { start: 0, end: content.bytes })
}

/** The boxes inside another one, in order. Throws `FORMATS_DAMAGED` if one of them does not end inside it. */
export async function innerBoxes(
  file: string,
  content: ContentWindow,
  outer: Pick<IsoBox, 'start' | 'end'>,
): Promise<IsoBox[]> {
  const boxes: IsoBox[] = []
  for (let at = outer.start; at < outer.end; ) {
    const box = await readBox(file, content, at, outer.end)
    boxes.push(box)
    if (boxes.length > maxBoxes) throw damaged(file, `more than ${maxBoxes} boxes`)
    at = box.end
  }
  return boxes
}

async function readBox(file: string, content: ContentWindow, at: number, limit: number): Promise<IsoBox> {
  const head = await content.read(at, 16)
  const type = head.toString('latin1', 4, 8)
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw damaged(file, `no box at ${at}`)
  const size = head.readUInt32BE(0)
  if (size === 0) return { type, start: at + 8, end: limit }
  const isLarge = size === 1
  if (isLarge && head.length < 16) throw damaged(file, `box ${type} at ${at} runs past the end`)
  const start = at + (isLarge ? 16 : 8)
  const end = at + (isLarge ? Number(head.readBigUInt64BE(8)) : size)
  if (end < start || end > limit) throw damaged(file, `box ${type} at ${at} runs past the end`)
  return { type, start, end }
}
