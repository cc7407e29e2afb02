import { join } from 'node:path'
import { readRecordPages } from '#archive-schema/record-text.ts'
import type { SearchEntry } from '#storage/catalogue/search.ts'
import { readChunks } from '#storage/content/read-chunks.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { resultOf } from '../stage.ts'

/** How many pages are indexed by one statement: a record of a thousand pages must not be held in memory. */
const pagesAtOnce = 50

/** The text of every page, some pages at a time. */
export async function* pageEntries(
  progress: CaseInProgress,
  { staging }: PipelineTools,
): AsyncGenerator<SearchEntry[]> {
  const { text: recognised } = resultOf(progress, 'recognition')
  if (recognised === undefined) return
  const file = join(await staging.folder(progress.id), recognised.file)
  let pages: SearchEntry[] = []
  for await (const { document, text } of readRecordPages(readChunks(file))) {
    pages.push({ document, page: text.page, text: text.text })
    if (pages.length < pagesAtOnce) continue
    yield pages
    pages = []
  }
  if (pages.length > 0) yield pages
}
