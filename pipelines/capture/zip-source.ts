import { basename } from 'node:path'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseSource, SourceEntry } from './case-source.ts'

/** A case in a ZIP: `case.json` and `files/` at the top, or in exactly one folder. Throws `FORMATS_DAMAGED`. */
export async function zipSource(path: string): Promise<CaseSource> {
  const name = basename(path)
  const zip = await readable(name, () => openPromise(path, { autoClose: false, strictFileNames: true }))
  const entries = await readable(name, () => fileEntries(zip))
  const root = commonRoot(entries.map((entry) => entry.fileName))
  const byPath = new Map(entries.map((entry) => [entry.fileName.slice(root.length), entry]))
  return {
    name,
    entries: async () => entries.map((entry) => describe(entry, root)),
    open: (entryPath) => openEntry(name, zip, byPath.get(entryPath)),
    close: async () => zip.close(),
  }
}

async function fileEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry)
  return entries
}

/** The folder that holds everything, with its slash; empty when `case.json` is at the top. */
function commonRoot(names: readonly string[]): string {
  if (names.includes('case.json')) return ''
  const root = `${names[0]?.split('/')[0] ?? ''}/`
  return names.every((name) => name.startsWith(root)) ? root : ''
}

function describe(entry: Entry, root: string): SourceEntry {
  const type = (entry.externalFileAttributes >>> 16) & 0o170000
  const kind = type === 0o120000 ? 'link' : type === 0 || type === 0o100000 ? 'file' : 'special'
  return { path: entry.fileName.slice(root.length), kind, bytes: entry.uncompressedSize }
}

async function* openEntry(name: string, zip: ZipFile, entry: Entry | undefined): AsyncIterable<Uint8Array> {
  if (entry === undefined) throw new ArchiveError({ code: 'FILES_MISSING', file: name, field: 'ZIP' })
  if (entry.isEncrypted()) throw new ArchiveError({ code: 'FORMATS_ENCRYPTED', file: entry.fileName, found: name })
  const stream = await readable(entry.fileName, () => zip.openReadStreamPromise(entry))
  try {
    yield* stream
  } catch (error) {
    throw damaged(entry.fileName, error)
  }
}

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw damaged(file, error)
  }
}

function damaged(file: string, error: unknown): ArchiveError {
  const found = error instanceof Error ? error.message : String(error)
  return new ArchiveError({ code: 'FORMATS_DAMAGED', file, found }, { cause: error })
}
