import canonicalize from 'canonicalize'
import type { JournalRow } from '#archive-schema/journal/journal-segment.ts'
import type { Archive } from '#services/open-archive.ts'
import { keptTables } from '#storage/journal/kept-tables.ts'
import { withhold } from '#storage/journal/withhold.ts'

/** Rows of a table as text, in the order of their text. */
export async function rowsOf({ catalogue }: Pick<Archive, 'catalogue'>, table: string, where = ''): Promise<string[]> {
  const found = await catalogue.pool.query<{ row: string }>(
    `select to_jsonb(t)::text as row from ${table} t ${where} order by 1`,
  )
  return found.rows.map(({ row }) => row)
}

/** Every row of every table that is kept, or made again from what is kept. */
export async function keptRows(archive: Pick<Archive, 'catalogue'>): Promise<Record<string, string[]>> {
  const kept = keptTables.filter((table) => table.in !== 'database')
  // What no segment names was left by a killed process.
  const where = (name: string) => (name === 'journal_object' ? 'where is_named' : '')
  return Object.fromEntries(
    await Promise.all(
      kept.map(async (table) => {
        const found = await rowsOf(archive, table.name, where(table.name))
        const anew = table.in === 'rebuilt' ? table.anew : undefined
        return [table.name, anew === undefined ? found : comparable(found, (row) => omit(row, anew))] as const
      }),
    ),
  )
}

function omit(row: JournalRow, columns: readonly string[]): JournalRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)))
}

/** What a rebuilt database holds of these rows: of cases that have no record not what is withheld from segments. */
export async function outliving(archive: Pick<Archive, 'catalogue'>): Promise<Record<string, string[]>> {
  const cases = new Set((await rowsOf(archive, 'record')).map((row) => JSON.parse(row).case_id))
  return Object.fromEntries(
    Object.entries(await keptRows(archive)).map(([name, found]) => {
      const kept = keptTables.find((table) => table.name === name)
      if (kept?.in !== 'segments' || kept.withheld === undefined) return [name, found]
      const { withheld, ofRecord } = kept
      const left = (row: JournalRow) =>
        ofRecord !== undefined && cases.has(row['case_id']) ? row : withhold(row, withheld)
      return [name, comparable(found, left)]
    }),
  )
}

/** Rows of the tables from which something is withheld, in the form in which `outliving` gives them. */
export async function rebuiltRows(archive: Pick<Archive, 'catalogue'>): Promise<Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries(await keptRows(archive)).map(([name, found]) => {
      const kept = keptTables.find((table) => table.name === name)
      return [name, kept?.in === 'segments' && kept.withheld !== undefined ? comparable(found, (row) => row) : found]
    }),
  )
}

function comparable(found: readonly string[], change: (row: JournalRow) => JournalRow): string[] {
  return found.map((row) => canonicalize(change(JSON.parse(row))) ?? '').toSorted()
}
