import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { collect } from '#archive-schema/content-reader.ts'

/** A ZIP as other programs write it: compressed, with the time of the machine. */
export async function zipped(files: Readonly<Record<string, Uint8Array | undefined>>): Promise<Uint8Array> {
  const zip = new ZipFile()
  for (const [path, bytes] of Object.entries(files)) if (bytes !== undefined) zip.addBuffer(Buffer.from(bytes), path)
  zip.end()
  return collect(zip.outputStream as Readable)
}
