import { join } from 'node:path'
import type { SearchEntry } from '#storage/catalogue/search.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import { pageEntriesOf } from '../page-entries.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { resultOf } from '../stage.ts'

/** The text of every page, some pages at a time. */
export async function* pageEntries(
  progress: CaseInProgress,
  { staging }: PipelineTools,
): AsyncGenerator<SearchEntry[]> {
  const { text: recognised } = resultOf(progress, 'recognition')
  if (recognised === undefined) return
  yield* pageEntriesOf(readChunks(join(await staging.folder(progress.id), recognised.file)))
}
