import type { Description } from '#archive-schema/description/description.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import type { SearchEntry } from '#storage/catalogue/search.ts'

/**
 * What a person may look for besides the text of the pages: the metadata, with the description in its newest version. The same text
 * whatever order a file or a database holds the metadata in.
 */
export function metadataEntry(profile: Profile, entry: RecordEntry, description: Description): SearchEntry {
  const corrected = new Set(profile.description.elements.map(({ sealedAs }) => sealedAs))
  const kept = Object.entries(entry.metadata.case).filter(([key]) => !corrected.has(key))
  const words = [
    ...Object.values(description).flat(),
    ...[entry.unit, entry.itemName, entry.itemCode, entry.number, entry.archivalCode, entry.result],
    ...entry.applicants,
    ...kept.map(([, value]) => value).filter((value) => typeof value === 'string'),
  ]
  return { document: undefined, page: undefined, text: [...new Set(words)].toSorted().join('|') }
}
