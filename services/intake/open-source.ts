import { stat } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseSource } from '#pipelines/capture/case-source.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { zipSource } from '#pipelines/capture/zip-source.ts'

/** A case folder or a ZIP on this machine. Throws `JSON_MISSING` when nothing is there. */
export async function openSource(path: string): Promise<CaseSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ArchiveError({ code: 'JSON_MISSING', file: path }, { cause: error })
  })
  return found.isDirectory() ? folderSource(path) : zipSource(path)
}
