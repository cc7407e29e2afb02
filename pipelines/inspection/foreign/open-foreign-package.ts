import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { measureStream } from '#archive-schema/evidence/digest.ts'
import { collisionKey, pathFault } from '#archive-schema/evidence/path-rules.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { defaultContentLimits } from '../../examination/content-limits.ts'
import { ContentWindow } from '../../examination/content-window.ts'
import { ExpansionBudget } from '../../examination/expansion-budget.ts'
import { openEntry } from '../../examination/zip.ts'
import { expandEntry } from '../../examination/zip-expansion.ts'
import { listZip, type ZipEntry } from '../../examination/zip-listing.ts'

/** One file of a package of another system. */
export type ForeignFile = {
  /** Below the folder in which the metadata lie. */
  readonly path: string
  readonly bytes: number
  /** Its bytes, expanded. Throws `LIMITS_EXPANSION` for what is compressed and too large to be held. */
  open(): Promise<ContentReader>
  /** Size and digests of its bytes. Throws `FORMATS_DAMAGED` where they are not what the ZIP says. */
  measure(): Promise<Fixity>
}

/** 归档信息包 of another system: what lies in the ZIP, wherever its metadata lie in it. */
export type ForeignPackage = {
  /** The folder that holds everything, or `undefined` where the metadata lie at the root of the ZIP. */
  readonly root: string | undefined
  readonly files: readonly ForeignFile[]
}

/**
 * Opens a ZIP that need not be of our form: entries may be compressed and named in GBK, folders may have entries, the metadata file
 * `metadataName` may lie at the root (as at Fuzhou) or in the one root folder (as at Cangnan). What could do harm is refused as
 * in any archive: links, encryption, paths that leave the package, overlapping entries, too great an expansion.
 */
export async function openForeignPackage(
  container: ContentReader,
  file: string,
  metadataName: string,
): Promise<ForeignPackage> {
  const content = new ContentWindow(container)
  const entries = (await listZip(file, content, defaultContentLimits)).filter(({ name }) => !name.endsWith('/'))
  const budget = new ExpansionBudget(file, container.bytes, defaultContentLimits)
  budget.spend(entries.reduce((sum, { expandedBytes }) => sum + expandedBytes, 0))
  refuseNames(file, entries)
  const root = rootFolder(entries, metadataName)
  const cut = root === undefined ? 0 : root.length + 1
  return {
    root,
    files: entries.map((entry) => ({
      path: entry.name.slice(cut),
      bytes: entry.expandedBytes,
      open: () => openEntry(file, content, entry),
      measure: () => measureStream(expandEntry(file, content, entry)),
    })),
  }
}

function rootFolder(entries: readonly ZipEntry[], metadataName: string): string | undefined {
  if (entries.some(({ name }) => name === metadataName)) return undefined
  const [folder, ...others] = new Set(entries.map(({ name }) => (name.includes('/') ? name.split('/')[0] : undefined)))
  return others.length === 0 ? folder : undefined
}

function refuseNames(file: string, entries: readonly ZipEntry[]): void {
  const names = new Set<string>()
  for (const { name } of entries) {
    const fault = pathFault(name) ?? (names.has(collisionKey(name)) ? 'two files of one name' : undefined)
    if (fault !== undefined) throw new ArchiveError({ code: 'PACKAGE_INVALID', file, found: `${name}: ${fault}` })
    names.add(collisionKey(name))
  }
}
