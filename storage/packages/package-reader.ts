import type { ContentReader } from '#archive-schema/content-reader.ts'
import { collisionKey } from '#archive-schema/evidence/path-rules.ts'
import type { ZipEntry } from '#archive-schema/package/zip-records.ts'
import { entryReader } from './entry-reader.ts'
import { expectRecords } from './expect-records.ts'
import { invalidPackage } from './invalid-package.ts'
import { readDirectory } from './read-directory.ts'

/** One file of a package. */
export type PackageFile = {
  /** Relative to the root folder. */
  readonly path: string
  readonly bytes: number
  /** Where its bytes begin in the container. */
  readonly dataOffset: number
  /** Its bytes, read from the container when they are asked for. */
  readonly reader: ContentReader
}

/** 归档信息包 as it lies in its container. */
export type PackageContent = {
  /** Name of the one root folder: the 电子文件号. */
  readonly root: string
  /** In package order. */
  readonly entries: readonly PackageFile[]
}

/**
 * Opens a package in a staging file, in an object of the store or in memory. Accepts nothing but what `encapsulate` writes:
 * stored entries without encryption below exactly one root folder, no two names that are equal after NFC and case folding,
 * no path that leaves the root, not one byte besides. Reads headers only; no content is believed before it is hashed.
 * `file` is the name of the container in refusals. Throws `PACKAGE_INVALID`, and what the container itself fails with.
 */
export async function openPackage(container: ContentReader, file = 'package.zip'): Promise<PackageContent> {
  const entries = await readDirectory(container, file)
  const root = expectOneRoot(file, entries)
  expectDistinctNames(entries)
  const located = await expectRecords(container, file, entries)
  const files = located.map((entry) => ({
    path: entry.name.slice(root.length + 1),
    bytes: entry.bytes,
    dataOffset: entry.dataOffset,
    reader: entryReader(container, entry),
  }))
  return { root, entries: files }
}

function expectOneRoot(file: string, entries: readonly ZipEntry[]): string {
  const [root, ...others] = new Set(entries.map(({ name }) => name.split('/')[0]))
  if (root === undefined) throw invalidPackage(file, 'the package has no files')
  if (others.length > 0) throw invalidPackage(file, `more than one root folder: ${[root, ...others].join(', ')}`)
  const loose = entries.find(({ name }) => !name.includes('/'))
  if (loose !== undefined) throw invalidPackage(loose.name, 'the file lies outside the root folder')
  return root
}

function expectDistinctNames(entries: readonly ZipEntry[]): void {
  const names = new Map<string, string>()
  for (const { name } of entries) {
    const other = names.get(collisionKey(name))
    if (other !== undefined)
      throw invalidPackage(name, `its name is that of ${other} but for letter case or Unicode form`)
    names.set(collisionKey(name), name)
  }
  for (const { name } of entries) {
    const folder = name.slice(0, name.lastIndexOf('/'))
    if (names.has(collisionKey(folder))) throw invalidPackage(folder, 'it is a file and a folder')
  }
}
