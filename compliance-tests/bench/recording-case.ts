import { createHash, randomFillSync } from 'node:crypto'
import { cp, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { sampleFolder } from '../recognition/truth-pages.ts'

/** A case with a large recording, and what is known of the recording. */
export type RecordingCase = { readonly folder: string; readonly recording: string; readonly sha256: string }

const recordingPath = 'files/0004_受理过程录音.wav'

/** Writes a sample case to which a sound recording (WAV) of exactly `bytes` bytes, an even number, is added. */
export async function writeRecordingCase(folder: string, bytes: number): Promise<RecordingCase> {
  await cp(join(sampleFolder, 'accepted', '06-employment-registration-instant'), folder, { recursive: true })
  const recording = join(folder, recordingPath)
  const sha256 = await writeRecording(recording, bytes)
  const sample = parseCaseFile(await readFile(join(folder, 'case.json')))
  const last = sample.materials.at(-1)
  if (last === undefined) throw new Error('the sample case has no materials')
  const file = { path: recordingPath, bytes, sha256, mediaType: 'audio/wav' }
  const added = { ...last, number: last.number + 1, name: '受理过程录音', required: false, files: [file] }
  await writeFile(join(folder, 'case.json'), JSON.stringify({ ...sample, materials: [...sample.materials, added] }))
  return { folder, recording, sha256 }
}

const chunkBytes = 4 * 2 ** 20

/** Noise in CD quality; resolves to the SHA-256 of the file once it is on the disk. */
async function writeRecording(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(path, 'wx')
  try {
    const header = waveHeader(bytes)
    await handle.writeFile(header)
    hash.update(header)
    for (let left = bytes - header.length; left > 0; left -= chunkBytes) {
      const chunk = randomFillSync(Buffer.allocUnsafe(Math.min(chunkBytes, left)))
      await handle.writeFile(chunk)
      hash.update(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** RIFF form, `fmt ` chunk (PCM, 2 channels, 44.1 kHz, 16 bits) and the head of the `data` chunk. */
function waveHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(bytes - 8, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(44_100, 24)
  header.writeUInt32LE(44_100 * 4, 28)
  header.writeUInt16LE(4, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes - header.length, 40)
  return header
}
