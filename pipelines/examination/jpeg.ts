import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged } from './refusals.ts'
import { refuseSmuggled } from './trailing.ts'

const marker = { startOfScan: 0xda, endOfImage: 0xd9, app0: 0xe0 } as const
const scanStep = 1 << 16

type Segment = { readonly code: number; readonly body: number; readonly end: number }

/**
 * JPEG (ISO/IEC 10918-1 annex B): walks from marker to marker to the end of the image, over every scan; thumbnails lie
 * inside their segments and are passed over. There must be a frame, a scan and an EOI. The coefficients are not
 * decoded.
 */
export async function examineJpeg(examination: Examination): Promise<Examined> {
  const { file, content } = examination
  let version: string | undefined
  let hasFrame = false
  let hasScan = false
  let segment = await readSegment(file, content, 2)
  while (segment.code !== marker.endOfImage) {
    if (segment.code === marker.app0) version ??= await jfifVersion(content, segment)
    hasFrame ||= isFrame(segment.code)
    hasScan ||= segment.code === marker.startOfScan
    segment = await readSegment(file, content, await contentEnd(file, content, segment))
  }
  if (!hasFrame || !hasScan) throw damaged(file, 'JPEG without a frame or a scan')
  await refuseSmuggled(examination, segment.end)
  return version === undefined ? {} : { version }
}

async function readSegment(file: string, content: ContentWindow, start: number): Promise<Segment> {
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

/**
 * Where the marker after a segment begins: at its end, and for a scan after the entropy-coded data, to which stuffed
 * bytes and restart markers belong.
 */
async function contentEnd(file: string, content: ContentWindow, { code, end }: Segment): Promise<number> {
  if (code !== marker.startOfScan) return end
  for (let at = end; at < content.bytes - 1; ) {
    const chunk = await content.read(at, scanStep)
    const found = findMarker(chunk)
    if (found !== -1) return at + found
    at += chunk.length - 1
  }
  throw damaged(file, `JPEG ends at ${content.bytes} without EOI`)
}

function findMarker(chunk: Buffer): number {
  for (let at = chunk.indexOf(0xff); at !== -1; at = chunk.indexOf(0xff, at + 1)) {
    const next = chunk[at + 1]
    if (next === undefined) return -1
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!isData) return at
  }
  return -1
}

/** SOF0 to SOF15; DHT, JPG and DAC share the range. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc
}

async function jfifVersion(content: ContentWindow, { body }: Segment): Promise<string | undefined> {
  const head = await content.read(body + 2, 7)
  if (head.length < 7 || head.toString('latin1', 0, 5) !== 'JFIF\0') return undefined
  return `${head[5]}.${String(head[6]).padStart(2, '0')}`
}
