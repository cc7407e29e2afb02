import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseSource, SourceEntry } from '#pipelines/capture/case-source.ts'

/** A received part: the path that the sender gave it, and the file that holds its bytes. */
export type ReceivedPart = { readonly path: string; readonly file: string }

/** Received parts as a case source. Two parts of one path, in whatever Unicode form, are refused: `PATHS_COLLISION`. */
export async function partsSource(parts: readonly ReceivedPart[]): Promise<CaseSource> {
  const byPath = distinctPaths(parts)
  const entries = await Promise.all(parts.map(toEntry))
  return {
    name: 'upload',
    entries: async () => entries,
    open: (path) => {
      const part = byPath.get(path)
      if (part === undefined) throw new ArchiveError({ code: 'FILES_MISSING', file: path, field: 'upload' })
      return createReadStream(part.file, { highWaterMark: 1 << 20 })
    },
    close: async () => {},
  }
}

function distinctPaths(parts: readonly ReceivedPart[]): ReadonlyMap<string, ReceivedPart> {
  const byPath = new Map<string, ReceivedPart>()
  for (const part of parts) {
    const path = part.path.normalize('NFC')
    const other = byPath.get(path)
    if (other !== undefined) throw new ArchiveError({ code: 'PATHS_COLLISION', file: part.path, found: other.path })
    byPath.set(path, part)
  }
  return byPath
}

async function toEntry({ path, file }: ReceivedPart): Promise<SourceEntry> {
  return { path, kind: 'file', bytes: (await stat(file)).size }
}
