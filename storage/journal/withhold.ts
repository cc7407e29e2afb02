import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { JournalRow } from '#archive-schema/journal/journal-segment.ts'
import type { Withheld } from './kept-tables.ts'

/** A row as a segment may hold it: without what is withheld of the table's columns. */
export function withhold(row: JournalRow, withheld: Withheld = {}): JournalRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const how = withheld[column]
      if (how === undefined || value === null) return [column, value]
      return [column, how === 'sha256' ? digestOf(value) : codesOf(value)]
    }),
  )
}

/** What was withheld before, in a database that was rebuilt, stays as it is. */
function digestOf(value: JournalRow[string]): string {
  if (typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)) return value
  return `sha256:${digestHex('sha256', JSON.stringify(value))}`
}

/** Of a list of faults the codes alone. */
function codesOf(faults: JournalRow[string]): JournalRow[string] {
  if (!Array.isArray(faults)) throw new Error('faults are no list')
  return faults.map((fault) => ({ code: (fault as { code: string }).code }))
}
