import { parseArchivalCode } from '#archive-schema/archival-code.ts'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { readTypedNumber } from '#archive-schema/typed-number.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { type SearchQuery, type SearchResult, searchRecords } from '#storage/catalogue/search.ts'

/** What searching works with. */
type SearchTools = { readonly catalogue: Catalogue; readonly profile: Profile }

/** 检索: records that hold every term and fit the fields, newest first. Throws `REQUEST_INVALID` for a cursor of no record. */
export async function search({ catalogue: { pool }, profile }: SearchTools, query: SearchQuery): Promise<SearchResult> {
  // Such a cursor would look like the end of the list.
  if (query.after !== undefined && (await findRecord(pool, query.after))?.number !== query.after) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'after', found: query.after })
  }
  return searchRecords(pool, { ...query, terms: query.terms.map((term) => numberMeant(profile, term)) })
}

/** A whole number is looked for in its proper characters; any other term as it was typed. */
function numberMeant(profile: Profile, term: string): string {
  const { number } = readTypedNumber(term)
  return (parseElectronicRecordCode(profile, number) ?? parseArchivalCode(profile, number)) === undefined
    ? term
    : number
}
