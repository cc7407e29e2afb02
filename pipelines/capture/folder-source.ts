import { constants } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { readChunks } from '#storage/content/read-chunks.ts'
import type { CaseSource, SourceEntry } from './case-source.ts'

/** A case folder on this machine. */
export function folderSource(folder: string): CaseSource {
  return {
    name: basename(resolve(folder)),
    entries: () => folderEntries(folder),
    open: (path) => readFileWithoutLinks(join(folder, ...path.split('/'))),
    close: async () => {},
  }
}

async function folderEntries(folder: string): Promise<SourceEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const entries = found.filter((entry) => !entry.isDirectory())
  return Promise.all(
    entries.map(async (entry) => {
      const full = join(entry.parentPath, entry.name)
      const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'special'
      return { path: relative(folder, full).split(sep).join('/'), kind, bytes: (await lstat(full)).size } as const
    }),
  )
}

/** Opens without following a link: what was listed as a file cannot become a link before it is read. */
function readFileWithoutLinks(path: string): AsyncIterable<Uint8Array> {
  return readChunks(path, undefined, constants.O_RDONLY | constants.O_NOFOLLOW)
}
