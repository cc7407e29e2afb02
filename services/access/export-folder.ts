import { createWriteStream } from 'node:fs'
import { chmod, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { exportEntries } from './export-entries.ts'

/** Writes the export of a record into a new or empty folder. Resolves to the number of files. Throws `REQUEST_INVALID`. */
export async function exportFolder(archive: Archive, record: PreservedRecord, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: folder, found: 'the folder is not empty' })
  }
  const entries = await exportEntries(archive, record)
  for (const { path, stream } of entries) {
    const target = join(folder, ...path.split('/'))
    await mkdir(dirname(target), { recursive: true })
    await pipeline(stream(), createWriteStream(target, { flags: 'wx' }))
  }
  await chmod(join(folder, 'verify-package.sh'), 0o755)
  return entries.length
}
