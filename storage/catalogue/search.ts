import { searchGrams, searchText } from '#archive-schema/search-text.ts'
import { all, rows, run, type Sql, type SqlRunner, sql } from './sql.ts'

/** A run of text under which a record can be found: its metadata, or one page of a document. */
export type SearchEntry = {
  readonly document: number | undefined
  readonly page: number | undefined
  readonly text: string
}

/** Makes a record findable. */
export async function insertSearchEntries(
  runner: SqlRunner,
  number: string,
  entries: readonly SearchEntry[],
): Promise<void> {
  const indexed = entries.map(({ document, page, text }) => {
    const body = searchText(text)
    return { document: document ?? null, page: page ?? null, body, grams: searchGrams(body) }
  })
  await run(
    runner,
    sql`insert into search_entry (number, document, page, body, grams)
        select ${number}, entry.document, entry.page, entry.body,
               array(select jsonb_array_elements_text(entry.grams))
        from jsonb_to_recordset(${JSON.stringify(indexed)}) as entry(document integer, page integer, body text, grams jsonb)`,
  )
}

/** Makes a record findable by other metadata than before; its pages stay as they are. */
export async function replaceMetadataEntry(runner: SqlRunner, number: string, entry: SearchEntry): Promise<void> {
  await run(runner, sql`delete from search_entry where number = ${number} and document is null`)
  await insertSearchEntries(runner, number, [entry])
}

/** Forgets what a record is found by. */
export async function removeSearchEntries(runner: SqlRunner, number: string): Promise<void> {
  await run(runner, sql`delete from search_entry where number = ${number}`)
}

/** What a person looks for. Every term must occur in the record: in its metadata or on any page. */
export type SearchQuery = {
  readonly terms: readonly string[]
  /** Item code, or part of the item's name. */
  readonly item?: string | undefined
  /** Part of an applicant's name. */
  readonly applicant?: string | undefined
  readonly unit?: string | undefined
  readonly result?: string | undefined
  /** Earliest and latest day of 办结, inclusive, `YYYY-MM-DD` in China's time. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Continue after this record number (cursor). */
  readonly after?: string | undefined
  readonly limit: number
}

export type SearchHit = {
  readonly number: string
  readonly archivalCode: string
  readonly title: string
  readonly item: string
  readonly applicants: readonly string[]
  /** Day and time of the decision, or of 办结 where nothing was decided; RFC 3339. */
  readonly decidedAt: string
}

export type SearchResult = {
  readonly total: number
  readonly hits: readonly SearchHit[]
  /** Cursor of the next page; absent on the last. */
  readonly next?: string
}

/** Preserved records that fit, newest first. */
export async function searchRecords(runner: SqlRunner, query: SearchQuery): Promise<SearchResult> {
  const fits = all([sql`r.preserved_at is not null`, ...fieldConditions(query), ...query.terms.map(termCondition)])
  const [count] = await rows<{ total: string }>(runner, sql`select count(*) as total from record r where ${fits}`)
  const found = await rows<HitColumns>(
    runner,
    sql`select r.number, r.archival_code, coalesce(newest.title, r.title) as title, r.item_name, r.applicants, r.decided_at,
          r.finished_at
        from record r left join lateral (
          select d.description->>'title' as title from description_version d where d.number = r.number
          order by d.version desc limit 1) newest on true
        where ${fits} and ${afterCursor(query.after)}
        order by r.finished_at desc, r.number desc limit ${query.limit + 1}`,
  )
  const page = found.slice(0, query.limit)
  const next = found.length > query.limit ? page.at(-1)?.number : undefined
  return { total: Number(count?.total ?? 0), hits: page.map(toHit), ...(next === undefined ? {} : { next }) }
}

function fieldConditions({ item, applicant, unit, result, from, to }: SearchQuery): Sql[] {
  return [
    item === undefined ? [] : [sql`(r.item_code = ${item} or strpos(r.item_name, ${item}) > 0)`],
    applicant === undefined ? [] : [sql`exists (select from unnest(r.applicants) a where strpos(a, ${applicant}) > 0)`],
    unit === undefined ? [] : [sql`strpos(r.unit, ${unit}) > 0`],
    result === undefined ? [] : [sql`r.result = ${result}`],
    from === undefined ? [] : [sql`r.finished_at >= (${from}::date)::timestamp at time zone 'Asia/Shanghai'`],
    to === undefined ? [] : [sql`r.finished_at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`],
  ].flat()
}

/** The pairs find candidates by the index; the body decides. One character has no pair and is looked for without index. */
function termCondition(term: string): Sql {
  const body = searchText(term)
  return sql`exists (select from search_entry e where e.number = r.number
             and e.grams @> ${searchGrams(body)}::text[] and strpos(e.body, ${body}) > 0)`
}

function afterCursor(after: string | undefined): Sql {
  if (after === undefined) return sql`true`
  return sql`(r.finished_at, r.number) < (select c.finished_at, c.number from record c where c.number = ${after})`
}

type HitColumns = {
  number: string
  archival_code: string
  title: string
  item_name: string
  applicants: string[]
  decided_at: Date | null
  finished_at: Date
}

function toHit(row: HitColumns): SearchHit {
  return {
    number: row.number,
    archivalCode: row.archival_code,
    title: row.title,
    item: row.item_name,
    applicants: row.applicants,
    decidedAt: (row.decided_at ?? row.finished_at).toISOString(),
  }
}
