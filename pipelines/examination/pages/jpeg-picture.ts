import { attempt } from '#archive-schema/attempt.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { ContentWindow } from '../content-window.ts'
import { isFrame, marker, readSegment } from '../jpeg-segments.ts'
import { readDirectory, readTiffHeader } from '../tiff-directory.ts'
import { type Picture, perCentimetre, resolution } from './page-facts.ts'
import { readTiffResolution } from './tiff-resolution.ts'

/** What a JPEG states of itself: frame header, and density from JFIF, or else from Exif. */
export async function readJpegPicture(file: string, content: ContentWindow): Promise<Picture> {
  let frame: Pick<Picture, 'width' | 'height' | 'colour'> = { width: 0, height: 0 }
  let jfif: { readonly dpi?: number } = {}
  let exif: { readonly dpi?: number } = {}
  let segment = await readSegment(file, content, 2)
  while (segment.code !== marker.startOfScan && segment.code !== marker.endOfImage) {
    const body = await content.read(segment.body + 2, segment.end - segment.body - 2)
    if (segment.code === marker.app0) jfif = { ...readJfif(body), ...jfif }
    if (segment.code === marker.app1) exif = { ...(await readExif(file, body)), ...exif }
    if (isFrame(segment.code)) frame = readFrame(body)
    segment = await readSegment(file, content, segment.end)
  }
  return { ...frame, ...exif, ...jfif }
}

/** B.2.2: precision, lines, samples a line, components. */
function readFrame(body: Buffer): Pick<Picture, 'width' | 'height' | 'colour'> {
  if (body.length < 6) return { width: 0, height: 0 }
  return { height: body.readUInt16BE(1), width: body.readUInt16BE(3), colour: body[5] === 1 ? '灰度' : '彩色' }
}

const jfifUnits: Readonly<Record<number, number>> = { 1: 1, 2: perCentimetre }

function readJfif(body: Buffer): { readonly dpi?: number } {
  if (body.length < 12 || body.toString('latin1', 0, 5) !== 'JFIF\0') return {}
  const perInch = jfifUnits[body[7] ?? 0]
  return perInch === undefined ? {} : resolution(body.readUInt16BE(8), body.readUInt16BE(10), perInch)
}

/** Exif is a small TIFF; one that is damaged states no resolution, and does not spoil the picture. */
async function readExif(file: string, body: Buffer): Promise<{ readonly dpi?: number }> {
  if (body.toString('latin1', 0, 6) !== 'Exif\0\0') return {}
  const content = new ContentWindow(bytesReader(body.subarray(6)))
  const read = await attempt(async () => {
    const { layout, first } = await readTiffHeader(file, content, false)
    return readTiffResolution(file, content, layout, await readDirectory(file, content, layout, first))
  })
  return 'value' in read ? read.value : {}
}
