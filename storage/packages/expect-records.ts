import type { ContentReader } from '#archive-schema/content-reader.ts'
import { centralDirectory, endRecords, localHeader, type ZipEntry } from '#archive-schema/package/zip-records.ts'
import { invalidPackage } from './invalid-package.ts'

/** An entry and where its bytes begin. */
export type LocatedEntry = ZipEntry & { readonly dataOffset: number }

/**
 * Demands that the container consists of these entries and nothing else: one after the other from the first byte on, each
 * behind the local header that says what the central directory says, then the directory and the end records. So no byte
 * is hidden before, between or behind them, and no two readers see different files. Throws `PACKAGE_INVALID`.
 */
export async function expectRecords(
  container: ContentReader,
  file: string,
  entries: readonly ZipEntry[],
): Promise<LocatedEntry[]> {
  const located = locateEntries(entries)
  await expectHeaders(container, located)
  await expectDirectory(container, file, located)
  return located
}

function locateEntries(entries: readonly ZipEntry[]): LocatedEntry[] {
  let end = 0
  return entries.map((entry) => {
    if (entry.offset < end) throw invalidPackage(entry.name, 'the entry overlaps another one')
    if (entry.offset > end) throw invalidPackage(entry.name, `${entry.offset - end} unlisted bytes before the entry`)
    const dataOffset = entry.offset + localHeader(entry).length
    end = dataOffset + entry.bytes
    return { ...entry, dataOffset }
  })
}

/** Headers that are read at the same time: a remote store answers many as fast as one. */
const atOnce = 16

async function expectHeaders(container: ContentReader, entries: readonly LocatedEntry[]): Promise<void> {
  for (let i = 0; i < entries.length; i += atOnce) {
    await Promise.all(entries.slice(i, i + atOnce).map((entry) => expectHeader(container, entry)))
  }
}

async function expectHeader(container: ContentReader, entry: LocatedEntry): Promise<void> {
  const matches = await holds(container, entry.offset, localHeader(entry))
  if (!matches) throw invalidPackage(entry.name, 'the local header is not what the central directory says')
}

async function expectDirectory(container: ContentReader, file: string, entries: readonly LocatedEntry[]) {
  const last = entries.at(-1)
  const offset = last === undefined ? 0 : last.dataOffset + last.bytes
  const directory = centralDirectory(entries)
  const end = endRecords({ entries: entries.length, bytes: directory.length, offset })
  const surplus = container.bytes - (offset + directory.length + end.length)
  if (surplus !== 0) throw invalidPackage(file, `${surplus} bytes more than entries, directory and end records have`)
  if (!(await holds(container, offset, directory))) throw invalidPackage(file, 'the central directory has another form')
  if (!(await holds(container, offset + directory.length, end))) {
    throw invalidPackage(file, 'the end records are not what the central directory says')
  }
}

async function holds(container: ContentReader, start: number, expected: Uint8Array): Promise<boolean> {
  return Buffer.compare(await container.read(start, expected.length), expected) === 0
}
