import { crc32 } from 'node:zlib'
import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged } from './refusals.ts'
import { refuseSmuggled } from './trailing.ts'

const signatureBytes = 8
/** Length and type before the content of a chunk, check sum after it. */
const chunkFrame = 12
const step = 1 << 16

type Chunk = { readonly type: string; readonly end: number }

/**
 * PNG (ISO/IEC 15948 clause 5): walks the chunks from IHDR to IEND and checks the CRC of each, so that every byte of
 * the image is known to be as it was written.
 */
export async function examinePng(examination: Examination): Promise<Examined> {
  const { file, content } = examination
  let chunk = await readChunk(file, content, signatureBytes)
  if (chunk.type !== 'IHDR') throw damaged(file, `PNG begins with ${printable(chunk.type)}, not IHDR`)
  let hasImage = false
  while (chunk.type !== 'IEND') {
    chunk = await readChunk(file, content, chunk.end)
    hasImage ||= chunk.type === 'IDAT'
  }
  if (!hasImage) throw damaged(file, 'PNG without image data (IDAT)')
  await refuseSmuggled(examination, chunk.end)
  return {}
}

async function readChunk(file: string, content: ContentWindow, at: number): Promise<Chunk> {
  const head = await content.read(at, 8)
  if (head.length < 8) throw damaged(file, `PNG ends at ${content.bytes} without IEND`)
  const type = head.toString('latin1', 4)
  const length = head.readUInt32BE(0)
  const end = at + chunkFrame + length
  if (end > content.bytes) throw damaged(file, `PNG chunk ${printable(type)} at ${at} runs past the end`)
  const stored = (await content.read(end - 4, 4)).readUInt32BE(0)
  const computed = await crcOf(content, at + 4, end - 4)
  if (stored !== computed) throw damaged(file, `PNG chunk ${printable(type)} at ${at} has a wrong CRC`)
  return { type, end }
}

async function crcOf(content: ContentWindow, start: number, end: number): Promise<number> {
  let crc = 0
  for (let at = start; at < end; at += step) crc = crc32(await content.read(at, Math.min(step, end - at)), crc)
  return crc
}

function printable(type: string): string {
  return type.replaceAll(/[^\x20-\x7e]/g, '?')
}
