import { posix } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Entry, fromBufferPromise } from 'yauzl'
import { parseXml, type XmlElement } from './xml-tree.ts'

/** A part of an OFD file larger than this is no page description; together they hold at most the second number. */
const MOST_BYTES_PER_PART = 64 * 2 ** 20
const MOST_BYTES_TOGETHER = 512 * 2 ** 20

/** The parts of an OFD file (GB/T 33190-2016, chapter 7: a ZIP file of XML parts) that describe text. */
export type OfdArchive = {
  /** The XML part at `path`, which is taken relative to the part `from`. Throws if there is none. */
  readonly part: (path: string, from: string) => Promise<OfdPart>
}

/** A part and its path, from which the paths in it start. */
export type OfdPart = { readonly path: string; readonly root: XmlElement }

/** Opens an OFD file. Rejects if it is no ZIP file. */
export async function openOfdArchive(bytes: Uint8Array): Promise<OfdArchive> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  })
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  let together = 0
  const part = async (path: string, from: string) => {
    const found = resolvePath(path, from)
    const entry = entries.get(found)
    if (entry === undefined) throw new Error(`the OFD file has no part ${found}`)
    together += entry.uncompressedSize
    if (entry.uncompressedSize > MOST_BYTES_PER_PART || together > MOST_BYTES_TOGETHER) {
      throw new Error(`the part ${found} of the OFD file is too large`)
    }
    return { path: found, root: await parseXml(await buffer(await zip.openReadStreamPromise(entry))) }
  }
  return { part }
}

/** Paths are relative to the part they stand in, or begin at the root with a slash. */
function resolvePath(path: string, from: string): string {
  const absolute = posix.resolve('/', posix.dirname(from), path.trim().replaceAll('\\', '/'))
  return absolute.slice(1)
}
