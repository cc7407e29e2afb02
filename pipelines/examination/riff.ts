import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged } from './refusals.ts'
import { refuseSmuggled } from './trailing.ts'

type Chunk = { readonly type: string; readonly start: number; readonly end: number }

/** The size field of RF64 says this and leaves the true size to the chunk `ds64` (EBU Tech 3306). */
const sizeElsewhere = 0xffffffff
/** More chunks at one level are no recording. */
const maxChunks = 65_535

/** WAV and RF64: the form and every chunk lie inside the file, and `fmt ` and sound data are there. */
export async function examineWav(examination: Examination): Promise<Examined> {
  const { file, content } = examination
  const { chunks, end } = await readForm(file, content, 0)
  const data = chunks.find((chunk) => chunk.type === 'data')
  if (!chunks.some((chunk) => chunk.type === 'fmt ')) throw damaged(file, 'WAV without fmt chunk')
  if (data === undefined || data.end === data.start) throw damaged(file, 'WAV without sound data')
  await refuseSmuggled(examination, end)
  return {}
}

/**
 * AVI with its continuation forms (OpenDML): every form and chunk lies inside the file; `hdrl` and `movi` are there.
 */
export async function examineAvi(examination: Examination): Promise<Examined> {
  const { file, content } = examination
  let form = await readForm(file, content, 0)
  const lists = new Set(form.chunks.map((chunk) => chunk.type))
  if (!lists.has('LIST hdrl') || !lists.has('LIST movi')) throw damaged(file, 'AVI without hdrl or movi list')
  while ((await content.read(form.end, 4)).toString('latin1') === 'RIFF') {
    form = await readForm(file, content, form.end)
  }
  await refuseSmuggled(examination, form.end)
  return {}
}

async function readForm(file: string, content: ContentWindow, at: number): Promise<{ chunks: Chunk[]; end: number }> {
  const head = await content.read(at, 12)
  if (head.length < 12) throw damaged(file, `RIFF form at ${at} is cut off`)
  const stated = at + 8 + (await formSize(content, head, at))
  if (stated > content.bytes) throw damaged(file, `RIFF form ends at ${stated}, the file at ${content.bytes}`)
  const chunks: Chunk[] = []
  let end = at + 12
  while (end < stated) {
    const chunk = await readChunk(file, content, end)
    chunks.push(chunk)
    if (chunks.length > maxChunks) throw damaged(file, `RIFF form with more than ${maxChunks} chunks`)
    // Chunks begin at even places.
    end = chunk.end + ((chunk.end - chunk.start) % 2)
  }
  return { chunks, end: Math.min(end, content.bytes) }
}

async function formSize(content: ContentWindow, head: Buffer, at: number): Promise<number> {
  const size = head.readUInt32LE(4)
  return size === sizeElsewhere ? longSize(content, at, 0) : size
}

/** A size in the chunk `ds64`, which comes first in RF64: of the form (0) or of the data chunk (1). */
async function longSize(content: ContentWindow, formAt: number, index: number): Promise<number> {
  const ds64 = await content.read(formAt + 12, 24)
  const isThere = ds64.length === 24 && ds64.toString('latin1', 0, 4) === 'ds64'
  return isThere ? Number(ds64.readBigUInt64LE(8 + 8 * index)) : sizeElsewhere
}

// Some recorders state a form that ends inside its last chunk; what counts is that the chunk is there.
async function readChunk(file: string, content: ContentWindow, at: number): Promise<Chunk> {
  const head = await content.read(at, 12)
  if (head.length < 8) throw damaged(file, `RIFF chunk at ${at} is cut off`)
  const name = head.toString('latin1', 0, 4)
  const type = name === 'LIST' ? `LIST ${head.toString('latin1', 8, 12)}` : name
  const stated = head.readUInt32LE(4)
  const size = stated === sizeElsewhere ? await longSize(content, 0, 1) : stated
  const start = at + 8
  if (start + size > content.bytes) throw damaged(file, `RIFF chunk at ${at} runs past the end`)
  return { type, start, end: start + size }
}
