import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { exportEntries } from './export-entries.ts'

/** The export of a record as a ZIP, streamed. */
export async function* exportArchive(archive: Archive, record: PreservedRecord): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  for (const { path, bytes, stream } of await exportEntries(archive, record)) {
    const mode = path.endsWith('.sh') ? 0o100755 : 0o100644
    zip.addReadStreamLazy(path, { compress: false, size: bytes, mode }, (give) => give(null, Readable.from(stream())))
  }
  zip.end()
  yield* zip.outputStream as Readable
}
