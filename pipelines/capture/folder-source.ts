import { constants, type Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { pathLength } from '#archive-schema/case-file/material-file.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import type { CaseSource, SourceEntry } from './case-source.ts'

/** A case folder on this machine. Its entries throw `PATHS_FORM` where a name is no UTF-8, or where folders lie too deep. */
export function folderSource(folder: string): CaseSource {
  // A name can have several spellings in Unicode: the folder has one, `case.json` may have the other.
  const spellings = new Map<string, string>()
  return {
    name: basename(resolve(folder)),
    async entries() {
      const entries = await entriesBelow(folder, '')
      for (const { path } of entries) spellings.set(path.normalize('NFC'), path)
      return entries
    },
    open: (path) => readFileWithoutLinks(`${folder}/${spellings.get(path) ?? path}`),
    close: async () => {},
  }
}

async function entriesBelow(folder: string, below: string): Promise<SourceEntry[]> {
  const found = await readdir(`${folder}/${below}`, { withFileTypes: true, encoding: 'buffer' })
  const entries = await Promise.all(found.map((entry) => entriesAt(folder, `${below}${nameOf(entry, below)}`, entry)))
  return entries.flat()
}

async function entriesAt(folder: string, path: string, entry: Dirent<Buffer>): Promise<SourceEntry[]> {
  if ([...path].length > pathLength.max) throw unfit(path, `> ${pathLength.max}`)
  if (entry.isDirectory()) return entriesBelow(folder, `${path}/`)
  const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'special'
  return [{ path, kind, bytes: (await lstat(`${folder}/${path}`)).size }]
}

/** To the system a name is bytes: one that is no UTF-8 would be looked for under another name than it has. */
function nameOf({ name }: Dirent<Buffer>, below: string): string {
  const text = name.toString('utf8')
  if (Buffer.from(text).equals(name)) return text
  throw unfit(`${below}${text}`, '文件名不是 UTF-8 编码 / the name is not UTF-8')
}

function unfit(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'PATHS_FORM', file, field: '文件夹 / folder', found })
}

/** Opens without following a link: what was listed as a file cannot become a link before it is read. */
function readFileWithoutLinks(path: string): AsyncIterable<Uint8Array> {
  return readChunks(path, undefined, constants.O_RDONLY | constants.O_NOFOLLOW)
}
