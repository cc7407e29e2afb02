import { createWriteStream } from 'node:fs'
import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { type ExportEntry, exportEntries } from './export-entries.ts'

/**
 * Writes the export of a record into a new or empty folder; leaves nothing in it when it fails.
 * Resolves to the number of files. Throws `REQUEST_INVALID`.
 */
export async function exportFolder(archive: Archive, record: PreservedRecord, folder: string): Promise<number> {
  const entries = await exportEntries(archive, record)
  await claimFolder(folder)
  try {
    for (const entry of entries) await writeEntry(folder, entry)
    await chmod(join(folder, 'verify-package.sh'), 0o755)
  } catch (error) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
    throw error
  }
  return entries.length
}

/** Makes a folder, or takes an empty one. Throws `REQUEST_INVALID`. */
export async function claimFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    if ((await readdir(folder)).length === 0) return
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: folder, found }, { cause: error })
  }
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: folder, found: 'the folder is not empty' })
}

/** Writes a file of an export below a folder. */
export async function writeEntry(folder: string, { path, stream }: ExportEntry): Promise<void> {
  const target = join(folder, ...path.split('/'))
  await mkdir(dirname(target), { recursive: true })
  await pipeline(stream(), createWriteStream(target, { flags: 'wx' }))
}
