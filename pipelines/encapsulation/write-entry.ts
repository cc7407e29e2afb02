import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { CapturedEntry, PackageEntry } from '#archive-schema/package/package-layout.ts'
import { localHeader, type ZipEntry } from '#archive-schema/package/zip-records.ts'
import type { MeasuredFile } from './measured-file.ts'

/**
 * The bytes of a content file or of a child package, by the `source` of its entry. A reader that can be closed is closed
 * after use.
 */
export type ReadContent = (path: string) => ClosableReader | Promise<ClosableReader>

type ClosableReader = ContentReader & { close?(): Promise<void> }

/** An entry that stands in the file. */
export type WrittenEntry = ZipEntry & {
  /** Path below the root folder, and fixity, as planned. */
  readonly entry: PackageEntry
  /** Where its bytes begin. */
  readonly dataOffset: number
}

/** Largest content that is held in memory as a whole. */
const wholeBytes = 4 * 1024 * 1024

/** Writes one entry with its header. Throws `STAGING_LOST` when the content has not the fixity that was captured. */
export async function writeEntry(
  file: MeasuredFile,
  root: string,
  entry: PackageEntry,
  readContent: ReadContent,
): Promise<WrittenEntry> {
  const name = `${root}/${entry.path}`
  if ('content' in entry) return writeWhole(file, name, entry, entry.content)
  const reader = await readContent(entry.source)
  try {
    const isLarge = entry.fixity.bytes > wholeBytes
    return isLarge ? await writeStream(file, name, entry, reader) : await writeContent(file, name, entry, reader)
  } finally {
    await reader.close?.()
  }
}

async function writeContent(file: MeasuredFile, name: string, entry: CapturedEntry, reader: ContentReader) {
  const content = await reader.read(0, reader.bytes)
  // SHA-256 alone shows that these are the captured bytes, so that their SM3 is known too and costs nothing here.
  verify(entry, content.length, digestHex('sha256', content))
  return writeWhole(file, name, entry, content)
}

async function writeWhole(
  file: MeasuredFile,
  name: string,
  entry: PackageEntry,
  content: Uint8Array,
): Promise<WrittenEntry> {
  const zipEntry = { name, bytes: content.length, crc32: crc32(content), offset: file.position }
  await file.write(localHeader(zipEntry))
  const dataOffset = file.position
  await file.write(content)
  return { ...zipEntry, entry, dataOffset }
}

/** Reads twice: a header before the bytes must know their CRC-32, and a descriptor after them would be one more thing to trust. */
async function writeStream(
  file: MeasuredFile,
  name: string,
  entry: CapturedEntry,
  reader: ContentReader,
): Promise<WrittenEntry> {
  const zipEntry = { name, bytes: entry.fixity.bytes, crc32: await streamCrc(reader), offset: file.position }
  await file.write(localHeader(zipEntry))
  const dataOffset = file.position
  const sha256 = createHash('sha256')
  let crc = 0
  for await (const chunk of reader.stream()) {
    const written = file.write(chunk)
    sha256.update(chunk)
    crc = crc32(chunk, crc)
    await written
  }
  verify(entry, file.position - dataOffset, sha256.digest('hex'))
  if (crc !== zipEntry.crc32) throw lost(entry, 'other bytes at the second reading')
  return { ...zipEntry, entry, dataOffset }
}

async function streamCrc(reader: ContentReader): Promise<number> {
  let crc = 0
  for await (const chunk of reader.stream()) crc = crc32(chunk, crc)
  return crc
}

function verify(entry: CapturedEntry, bytes: number, sha256: string): void {
  if (bytes !== entry.fixity.bytes) throw lost(entry, `${bytes} bytes instead of ${entry.fixity.bytes}`)
  if (sha256 !== entry.fixity.sha256) throw lost(entry, `SHA-256 ${sha256} instead of ${entry.fixity.sha256}`)
}

function lost({ source }: CapturedEntry, found: string): ArchiveError {
  return new ArchiveError({ code: 'STAGING_LOST', file: source, found })
}
