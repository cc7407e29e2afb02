import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { packageEntries } from '#archive-schema/package/package-layout.ts'
import { centralDirectory, endRecords, type ZipEntry } from '#archive-schema/package/zip-records.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { MeasuredFile } from './measured-file.ts'
import { type ReadContent, type WrittenEntry, writeEntry } from './write-entry.ts'

/** 归档信息包 in a file, with everything that later stages have to know of its bytes. */
export type SealedPackage = {
  readonly path: string
  /** 电子文件号, and name of the one root folder. */
  readonly root: string
  /** Of the whole file. */
  readonly fixity: ObjectFixity
  /** In package order. */
  readonly entries: readonly SealedEntry[]
}

/** A file of the package. */
export type SealedEntry = {
  /** Relative to the root folder. */
  readonly path: string
  readonly fixity: Fixity
  /** Where its bytes begin in the package. */
  readonly dataOffset: number
}

/**
 * 封装 (GB/T 42727-2023, 6.5): writes metadata and content files into one stored ZIP with one root folder. The bytes
 * follow from metadata and content alone: the same case gives the same package on any machine, at any time, in any time
 * zone. `target` is complete and durable when this resolves, and untouched when it does not; whatever was there is
 * replaced. Memory: one file of up to 4 MiB, or one chunk of a larger one.
 *
 * Throws `STAGING_LOST` when content does not have the captured fixity.
 */
export async function encapsulate(
  profile: Profile,
  metadata: RecordMetadata,
  arranged: ArrangedCase,
  readContent: ReadContent,
  target: string,
): Promise<SealedPackage> {
  const root = metadata.case.electronicRecordCode
  if (root === undefined) throw new Error('metadata without 电子文件号 are not packaged')
  const entries = packageEntries(profile, metadata, arranged)
  const file = await MeasuredFile.create(target)
  try {
    const written: WrittenEntry[] = []
    for (const entry of entries) written.push(await writeEntry(file, root, entry, readContent))
    await writeDirectory(file, written)
    return { path: target, root, fixity: await file.finish(), entries: written.map(sealedEntry) }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

async function writeDirectory(file: MeasuredFile, entries: readonly ZipEntry[]): Promise<void> {
  const offset = file.position
  const directory = centralDirectory(entries)
  await file.write(directory)
  await file.write(endRecords({ entries: entries.length, bytes: directory.length, offset }))
}

function sealedEntry({ entry: { path, fixity }, dataOffset }: WrittenEntry): SealedEntry {
  return { path, fixity, dataOffset }
}
