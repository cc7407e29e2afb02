import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { isFrame, type JpegSegment, marker, readSegment } from './jpeg-segments.ts'
import { damaged } from './refusals.ts'
import { refuseSmuggled } from './trailing.ts'

const scanStep = 1 << 16

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

/**
 * Where the marker after a segment begins: at its end, and for a scan after the entropy-coded data, to which stuffed
 * bytes and restart markers belong.
 */
async function contentEnd(file: string, content: ContentWindow, { code, end }: JpegSegment): Promise<number> {
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

async function jfifVersion(content: ContentWindow, { body }: JpegSegment): Promise<string | undefined> {
  const head = await content.read(body + 2, 7)
  if (head.length < 7 || head.toString('latin1', 0, 5) !== 'JFIF\0') return undefined
  return `${head[5]}.${String(head[6]).padStart(2, '0')}`
}
