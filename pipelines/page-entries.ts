import { readRecordPages } from '#archive-schema/record-text.ts'
import type { SearchEntry } from '#storage/catalogue/search.ts'

/** How many pages are indexed by one statement: a record of a thousand pages must not be held in memory. */
const pagesAtOnce = 50

/** The text of every page of a text object, some pages at a time. */
export async function* pageEntriesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SearchEntry[]> {
  let pages: SearchEntry[] = []
  for await (const { document, text } of readRecordPages(bytes)) {
    pages.push({ document, page: text.page, text: text.text })
    if (pages.length < pagesAtOnce) continue
    yield pages
    pages = []
  }
  if (pages.length > 0) yield pages
}
