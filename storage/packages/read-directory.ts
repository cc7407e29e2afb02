import { fromRandomAccessReaderPromise } from 'yauzl'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ZipEntry } from '#archive-schema/package/zip-records.ts'
import { directoryEntry } from './directory-entry.ts'
import { invalidPackage } from './invalid-package.ts'
import { RandomAccess } from './random-access.ts'

/**
 * The entries of the central directory, in its order. Throws `PACKAGE_INVALID` for what is no ZIP or holds entries that a
 * package cannot have, and whatever the container itself fails with.
 */
export async function readDirectory(container: ContentReader, file: string): Promise<ZipEntry[]> {
  const access = new RandomAccess(container)
  try {
    // Names are decoded here: yauzl would take another one from an extra field, and turn `\` into `/`.
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false }
    const zip = await fromRandomAccessReaderPromise(access, container.bytes, options)
    const entries: ZipEntry[] = []
    for await (const entry of zip.eachEntry()) entries.push(directoryEntry(entry))
    return entries
  } catch (error) {
    access.rethrowFailure()
    if (error instanceof ArchiveError) throw error
    throw invalidPackage(file, messageOf(error), error)
  }
}
