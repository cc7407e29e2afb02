import { crc32 } from 'node:zlib'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { LocatedEntry } from './expect-records.ts'
import { invalidPackage } from './invalid-package.ts'

/**
 * The bytes of one entry where they lie in the container. A part is read as it is; whoever reads the whole learns by
 * `PACKAGE_INVALID` when it has not the CRC-32 of its header.
 */
export function entryReader(container: ContentReader, entry: LocatedEntry): ContentReader {
  const { bytes, dataOffset } = entry
  return {
    bytes,
    async read(start, length) {
      const content = await container.read(dataOffset + start, Math.max(0, Math.min(length, bytes - start)))
      if (start === 0 && length >= bytes) expectWhole(entry, content.length, crc32(content))
      return content
    },
    async *stream(start = 0, end = bytes) {
      let passed = 0
      let crc = 0
      for await (const chunk of container.stream(dataOffset + start, dataOffset + Math.min(end, bytes))) {
        passed += chunk.length
        crc = crc32(chunk, crc)
        yield chunk
      }
      if (start === 0 && end >= bytes) expectWhole(entry, passed, crc)
    },
  }
}

function expectWhole(entry: LocatedEntry, bytes: number, crc: number): void {
  if (bytes !== entry.bytes) throw invalidPackage(entry.name, `${bytes} bytes instead of ${entry.bytes}`)
  if (crc !== entry.crc32) throw invalidPackage(entry.name, 'the bytes have not the CRC-32 of the header')
}
