import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { ContentWindow } from '../examination/content-window.ts'
import { damaged, expandsTooFar, unknownFormat } from '../examination/refusals.ts'
import { expandEntry } from '../examination/zip-expansion.ts'
import { listZip, type ZipEntry } from '../examination/zip-listing.ts'
import type { CaseSource } from './case-source.ts'

/** A case may come to this many bytes however small its ZIP is: blank pages compress a thousandfold. */
const harmlessBytes = 64 * 2 ** 20

/**
 * A case in a ZIP: `case.json` and `files/` at the top, or in exactly one folder. Throws what `listZip` throws for a ZIP
 * that is encrypted, damaged or leads outside, `LIMITS_EXPANSION` for one that expands too far, and `FORMATS_UNKNOWN` for
 * what is no file.
 */
export async function zipSource(path: string): Promise<CaseSource> {
  const name = basename(path)
  // Opening a pipe would wait for ever.
  if (!(await stat(path)).isFile()) throw unknownFormat(name, '不是普通文件 / not a regular file')
  const reader = await fileReader(path)
  try {
    const content = new ContentWindow(reader)
    const files = await listFiles(name, content)
    const entries = [...files].map(([entryPath, entry]) => ({
      path: entryPath,
      kind: 'file' as const,
      bytes: entry.expandedBytes,
    }))
    const byPath = new Map([...files].map(([entryPath, entry]) => [entryPath.normalize('NFC'), entry]))
    return {
      name,
      entries: async () => entries,
      open: (entryPath) => openEntry(entryPath, content, byPath.get(entryPath)),
      close: () => reader.close(),
    }
  } catch (error) {
    await reader.close()
    throw error
  }
}

/** The files of the case by their paths in it. Folders need no entry, and theirs say nothing. */
async function listFiles(name: string, content: ContentWindow): Promise<Map<string, ZipEntry>> {
  const listed = await listZip(name, content, defaultContentLimits)
  const files = listed.filter((entry) => !entry.name.endsWith('/'))
  const bytes = files.reduce((sum, entry) => sum + entry.expandedBytes, 0)
  const most = Math.max(harmlessBytes, content.bytes * defaultContentLimits.maxExpansionRatio)
  if (bytes > most) throw expandsTooFar(name, `${bytes} bytes`, `${most} bytes`)
  const root = commonRoot(files.map((entry) => entry.name))
  return new Map(files.map((entry) => [entry.name.slice(root.length), entry]))
}

/** The folder that holds everything, with its slash; empty when `case.json` is at the top. */
function commonRoot(names: readonly string[]): string {
  if (names.includes('case.json')) return ''
  const root = `${names[0]?.split('/')[0] ?? ''}/`
  return names.every((name) => name.startsWith(root)) ? root : ''
}

async function* openEntry(
  path: string,
  content: ContentWindow,
  entry: ZipEntry | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (entry === undefined) throw new ArchiveError({ code: 'FILES_MISSING', file: path, field: 'ZIP' })
  let crc = 0
  for await (const chunk of expandEntry(path, content, entry)) {
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (crc !== entry.crc32) throw damaged(path, `ZIP entry ${entry.name} has a wrong CRC`)
}
