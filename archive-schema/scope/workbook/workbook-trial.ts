import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ScopeTableEdition } from '../scope-table.ts'
import { readScopeWorkbook } from './read-scope-workbook.ts'
import type { GridCell, SheetGrid } from './sheet-grid.ts'
import { writeScopeWorkbook } from './write-scope-workbook.ts'

/** The sheets of tables as they would be read from a workbook; `cells` are put in their places, e.g. `材料!C7`. */
export function sheetsOf(
  tables: readonly ScopeTableEdition[],
  cells: Readonly<Record<string, GridCell>> = {},
): SheetGrid[] {
  const sheets = writeScopeWorkbook(tables).map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }))
  const grids = sheets.map(({ name, rows }) => ({ name, rows: rows as GridCell[][], merged: [] }))
  for (const [place, cell] of Object.entries(cells)) put(grids, place, cell)
  return grids
}

function put(grids: readonly { name: string; rows: GridCell[][] }[], place: string, cell: GridCell): void {
  const [, sheet, letter = '', row] = /^(.+)!([A-Z])(\d+)$/.exec(place) ?? []
  const rows = grids.find(({ name }) => name === sheet)?.rows
  if (rows === undefined) throw new Error(`${place} is no cell`)
  const index = Number(row) - 1
  const target = rows[index] ?? []
  target[letter.charCodeAt(0) - 65] = cell
  rows[index] = Array.from(target, (each) => each ?? null)
}

/** The faults with which a workbook is refused, each as cell and found. */
export function workbookFaults(sheets: readonly SheetGrid[]): ArchiveError['faults'] {
  try {
    readScopeWorkbook(sheets, '表.xlsx')
  } catch (error) {
    if (error instanceof ArchiveError) return error.faults
    throw error
  }
  throw new Error('the workbook is accepted')
}
