import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { type SearchQuery, type SearchResult, searchRecords } from '#storage/catalogue/search.ts'

/** 检索: records that hold every term and fit the fields, newest first. Throws `REQUEST_INVALID` for a cursor of no record. */
export async function search({ pool }: Catalogue, query: SearchQuery): Promise<SearchResult> {
  // Such a cursor would look like the end of the list.
  if (query.after !== undefined && (await findRecord(pool, query.after))?.number !== query.after) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'after', found: query.after })
  }
  return searchRecords(pool, query)
}
