import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged, unknownFormat } from './refusals.ts'

/** Kilobits per second by index, layer III: MPEG-1, and MPEG-2 with its extension 2.5. */
const bitrates = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
/** Hertz by index, for version bits 00 (2.5), 10 (2) and 11 (1). */
const sampleRates: Readonly<Record<number, readonly number[]>> = {
  0: [11_025, 12_000, 8_000],
  2: [22_050, 24_000, 16_000],
  3: [44_100, 48_000, 32_000],
}
/** Tags that may stand after the sound. */
const tailTags = ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'ID3', '3DI']

/**
 * MP3 (ISO/IEC 11172-3 layer III): steps from frame to frame, from the ID3v2 tag to the end or to the tags there; the
 * last frame must be whole.
 */
export async function examineMp3({ file, content }: Examination): Promise<Examined> {
  let at = await findFirstFrame(file, content)
  for (let frames = 0; at < content.bytes; frames++) {
    const head = await content.read(at, 4)
    const length = frameLength(file, head)
    if (length === undefined) {
      if (frames > 0 && (await isTail(content, at))) return {}
      throw damaged(file, `no MP3 frame at ${at}`)
    }
    at += length
  }
  if (at > content.bytes) throw damaged(file, `the last MP3 frame ends at ${at}, the file at ${content.bytes}`)
  return {}
}

/** Passes over the ID3v2 tag and the zeros behind it. */
async function findFirstFrame(file: string, content: ContentWindow): Promise<number> {
  const head = await content.read(0, 10)
  if (head.toString('latin1', 0, 3) !== 'ID3') return 0
  if (head.length < 10) throw damaged(file, 'the ID3 tag is cut off')
  const size = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0
  const end = 10 + size + (hasFooter ? 10 : 0)
  if (end >= content.bytes) throw damaged(file, 'nothing follows the ID3 tag')
  const behind = await content.read(end, 1 << 16)
  return (
    end +
    Math.max(
      0,
      behind.findIndex((byte) => byte !== 0),
    )
  )
}

/** Bytes of the frame with this header; `undefined` if it is none. */
function frameLength(file: string, head: Buffer): number | undefined {
  if (head.length < 4) return undefined
  const bits = head.readUInt32BE(0)
  const isLayer3 = bits >>> 21 === 0x7ff && ((bits >>> 17) & 3) === 1
  const version = (bits >>> 19) & 3
  const rate = sampleRates[version]?.[(bits >>> 10) & 3]
  const bitrate = bitrates[version === 3 ? 'mpeg1' : 'mpeg2'][(bits >>> 12) & 15]
  if (!isLayer3 || rate === undefined || bitrate === undefined) return undefined
  if (bitrate === 0) throw unknownFormat(file, 'MP3 in free format')
  const samplesBy8 = version === 3 ? 144 : 72
  return Math.floor((samplesBy8 * bitrate * 1000) / rate) + ((bits >>> 9) & 1)
}

async function isTail(content: ContentWindow, at: number): Promise<boolean> {
  const head = await content.read(at, 1 << 16)
  const text = head.toString('latin1', 0, 16)
  return tailTags.some((tag) => text.startsWith(tag)) || head.every((byte) => byte === 0)
}
