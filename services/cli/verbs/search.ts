import type { SearchQuery } from '#storage/catalogue/search.ts'
import { search as searchArchive } from '../../access/search.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type SearchOptions = Omit<SearchQuery, 'terms'> & { readonly json?: boolean }

/** Records that hold every term and fit the fields, newest first. */
export async function search(terms: readonly string[], options: SearchOptions): Promise<void> {
  await withArchive(async (archive) => {
    const result = await searchArchive(archive, { ...options, terms })
    if (options.json === true) return printJson(result)
    const hits = result.hits.map((hit) => [hit.number, hit.archivalCode, hit.title, hit.applicants.join('、')])
    const more = result.next === undefined ? '' : `\n--after ${result.next}`
    return print(`${result.total} 件\n${table(hits)}${more}`)
  })
}
