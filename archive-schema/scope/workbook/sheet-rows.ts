import { readCell } from './read-cell.ts'
import type { ScopeColumn, ScopeSheet } from './scope-columns.ts'
import { cellName, cellText, type GridCell, isBlank, type SheetGrid } from './sheet-grid.ts'

/** A cell that cannot be taken: its place (`材料!C7`), what is there, and what should be. */
export type CellFault = { readonly cell: string; readonly found: string; readonly expected: string }

/** A cell that a field was read from. */
export type Place = { readonly cell: string; readonly text: string; readonly expected: string }

/** One row of a sheet: the fields that its cells give, and where each stands (blank cells too). */
export type SheetRow = {
  /** As people count, from 1. */
  readonly number: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly places: ReadonlyMap<string, Place>
}

export type SheetReading = { readonly rows: readonly SheetRow[]; readonly faults: readonly CellFault[] }

type Columns = ReadonlyMap<number, ScopeColumn>

/**
 * Reads the rows of a sheet below its heading row, whatever the order of its columns. Rows without content are left out.
 * Faults: joined cells, headings that are missing, unknown or there twice, content below no heading, and cells that cannot
 * be read. A field whose cell has a fault is absent, and its place too: one fault a cell is enough.
 */
export function readSheetRows(grid: SheetGrid, sheet: ScopeSheet): SheetReading {
  const [headings = [], ...body] = grid.rows
  const columns = columnsOf(headings, sheet)
  const numbered = body.map((cells, index) => ({ cells, index: index + 1 }))
  const filled = numbered.filter(({ cells }) => !cells.every(isBlank))
  const readings = filled.map(({ cells, index }) => readRow(cells, index, columns, sheet.name))
  return {
    rows: readings.map(({ row }) => row),
    faults: [
      ...mergeFaults(grid),
      ...headingFaults(headings, sheet),
      ...readings.flatMap(({ faults }) => faults),
      ...filled.flatMap(({ cells, index }) => strayFaults(cells, index, headings, sheet.name)),
    ],
  }
}

function columnsOf(headings: readonly GridCell[], { columns }: ScopeSheet): Columns {
  const found = columns.map(
    (column) => [headings.findIndex((cell) => heading(cell) === column.heading), column] as const,
  )
  return new Map(found.filter(([index]) => index >= 0))
}

function heading(cell: GridCell): string {
  return cellText(cell).normalize('NFC').trim()
}

function readRow(cells: readonly GridCell[], index: number, columns: Columns, sheet: string) {
  const fields: Record<string, unknown> = {}
  const places = new Map<string, Place>()
  const faults: CellFault[] = []
  for (const [at, { field, kind, expected }] of columns) {
    const [cell, name] = [cells[at] ?? null, cellName(sheet, index, at)]
    const { value, fault } = readCell(cell, kind)
    if (fault !== undefined) faults.push({ cell: name, found: fault, expected })
    else places.set(field, { cell: name, text: cellText(cell), expected })
    if (value !== undefined) fields[field] = value
  }
  return { row: { number: index + 1, fields, places }, faults }
}

function mergeFaults({ name, merged }: SheetGrid): CellFault[] {
  return merged.map(({ startRow, startCol, endRow, endCol }) => ({
    cell: cellName(name, startRow, startCol),
    found: `合并单元格至 ${cellName(name, endRow, endCol)} / joined cells`,
    expected: '不合并单元格，每格填写',
  }))
}

function headingFaults(headings: readonly GridCell[], { name, columns }: ScopeSheet): CellFault[] {
  const known = columns.map((column) => column.heading)
  const texts = headings.map(heading)
  const demanded = columns.filter(({ optional }) => optional !== true).map((column) => column.heading)
  const missing = demanded.filter((each) => !texts.includes(each))
  const strange = texts.flatMap((text, at): CellFault[] => {
    const cell = cellName(name, 0, at)
    if (text === '') return []
    if (!known.includes(text))
      return [{ cell, found: `多余的列“${text}” / unknown column`, expected: known.join('、') }]
    if (texts.indexOf(text) === at) return []
    return [{ cell, found: `列“${text}”重复 / column stands twice`, expected: '每列一次' }]
  })
  return [
    ...missing.map((each) => ({ cell: `${name}!1:1`, found: `缺列“${each}” / column is missing`, expected: each })),
    ...strange,
  ]
}

/** Content in a column whose heading is blank would be read by nobody. */
function strayFaults(
  cells: readonly GridCell[],
  index: number,
  headings: readonly GridCell[],
  sheet: string,
): CellFault[] {
  return cells.flatMap((cell, at) => {
    if (isBlank(cell) || !isBlank(headings[at])) return []
    const found = `“${cellText(cell)}” 所在列无标题 / stands below no heading`
    return [{ cell: cellName(sheet, index, at), found, expected: '空' }]
  })
}
