import type { ContentWindow } from './content-window.ts'
import { damaged } from './refusals.ts'

/** Markers that are asked for (ISO/IEC 10918-1 table B.1). */
export const marker = { startOfScan: 0xda, endOfImage: 0xd9, app0: 0xe0, app1: 0xe1 } as const

/** A marker segment: its code, where its length stands (`body`), and where it ends. */
export type JpegSegment = { readonly code: number; readonly body: number; readonly end: number }

/** The segment that begins at `start`. Throws `FORMATS_DAMAGED` if there is none or it runs past the end. */
export async function readSegment(file: string, content: ContentWindow, start: number): Promise<JpegSegment> {
  let at = start
  let head = await content.read(at, 4)
  if (head[0] !== 0xff) throw damaged(file, noMarker(at, content.bytes))
  // Any number of fill bytes may stand before a marker (B.1.1.2).
  while (head[1] === 0xff) head = await content.read(++at, 4)
  const code = head[1]
  if (code === undefined) throw damaged(file, noMarker(at, content.bytes))
  const body = at + 2
  if (code === marker.endOfImage || code === 0x01) return { code, body, end: body }
  const length = head.length < 4 ? 0 : head.readUInt16BE(2)
  if (length < 2 || body + length > content.bytes) throw damaged(file, `JPEG segment at ${at} runs past the end`)
  return { code, body, end: body + length }
}

function noMarker(at: number, bytes: number): string {
  return at >= bytes ? `JPEG ends at ${bytes} without EOI` : `no JPEG marker at ${at}`
}

/** SOF0 to SOF15; DHT, JPG and DAC share the range. */
export function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc
}
