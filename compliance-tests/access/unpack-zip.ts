import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fromBufferPromise } from 'yauzl'

/** Unpacks a ZIP into a new folder, with the modes of its files, as `unzip` does. */
export async function unpackZip(bytes: Buffer, folder: string): Promise<void> {
  const zip = await fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    const target = join(folder, ...entry.fileName.split('/'))
    await mkdir(dirname(target), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx', mode }))
  }
}
