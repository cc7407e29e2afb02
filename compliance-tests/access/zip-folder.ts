import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A case folder as a ZIP, with `case.json` at the top. */
export async function zipFolder(folder: string): Promise<Buffer<ArrayBuffer>> {
  const zip = new ZipFile()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name)
    if (entry.isFile()) zip.addFile(place, place.slice(folder.length + 1))
  }
  zip.end()
  return Buffer.from(await buffer(zip.outputStream as Readable))
}
