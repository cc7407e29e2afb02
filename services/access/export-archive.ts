import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { type ExportEntry, exportEntries } from './export-entries.ts'

/** The export of a record as a ZIP, streamed. An entry that cannot be read breaks the stream off; it never ends early. */
export async function* exportArchive(archive: Archive, record: PreservedRecord): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  // Pipes inside the ZIP do not pass errors on, nor do they end what they read when nobody reads them any more.
  const fail = (error: Error) => output.destroy(error)
  zip.once('error', fail)
  let reading: Readable | undefined
  const open = (entry: ExportEntry) => {
    reading = Readable.from(entry.stream()).once('error', fail)
    return reading
  }
  for (const entry of await exportEntries(archive, record)) {
    const mode = entry.path.endsWith('.sh') ? 0o100755 : 0o100644
    const options = { compress: false, size: entry.bytes, mode, mtime: record.preservedAt }
    zip.addReadStreamLazy(entry.path, options, (give) => give(null, open(entry)))
  }
  try {
    zip.end()
    yield* output
  } finally {
    reading?.destroy()
  }
}
