import type { Entry } from 'yauzl'
import { pathFault } from '#archive-schema/evidence/path-rules.ts'
import type { ZipEntry } from '#archive-schema/package/zip-records.ts'
import { invalidPackage } from './invalid-package.ts'

/**
 * An entry of the central directory, as far as packages of ours may have it: stored, not encrypted, no comment, a UTF-8
 * name that is a plain path. Throws `PACKAGE_INVALID` naming what is wrong.
 */
export function directoryEntry(entry: Entry): ZipEntry {
  const name = decodeName(entry)
  const fault = entryFault(entry) ?? pathFault(name)
  if (fault !== undefined) throw invalidPackage(name, fault)
  return { name, bytes: entry.uncompressedSize, crc32: entry.crc32, offset: entry.relativeOffsetOfLocalHeader }
}

const dataDescriptor = 0x0008

function entryFault(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return 'the entry is encrypted'
  if (entry.compressionMethod !== 0) return `the entry is compressed (method ${entry.compressionMethod})`
  if ((entry.generalPurposeBitFlag & dataDescriptor) !== 0) return 'the entry has a data descriptor'
  if (entry.compressedSize !== entry.uncompressedSize) return 'a stored entry has two different sizes'
  if (entry.fileCommentLength > 0) return 'the entry has a comment'
  return undefined
}

function decodeName({ fileNameRaw }: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fileNameRaw)
  } catch (cause) {
    throw invalidPackage(fileNameRaw.toString('latin1'), 'the name is not UTF-8', cause)
  }
}
