/** What stands in a cell and is no plain value: a formula, whatever its last result was, or an error like `#N/A`. */
export type UnfitCell = { readonly unfit: 'formula' | 'error'; readonly text: string }

/** A cell as a person sees it; null where there is nothing. */
export type GridCell = string | number | boolean | Date | UnfitCell | null

/** Cells joined into one, rows and columns from 0, both ends included. */
export type MergedRange = {
  readonly startRow: number
  readonly startCol: number
  readonly endRow: number
  readonly endCol: number
}

/** 工作表 (one sheet of a workbook), free of any file format. */
export type SheetGrid = {
  readonly name: string
  readonly rows: readonly (readonly GridCell[])[]
  readonly merged: readonly MergedRange[]
}

/** The name of a cell as spreadsheets show it, e.g. `材料!C7`; row and column from 0. */
export function cellName(sheet: string, row: number, column: number): string {
  return `${sheet}!${columnName(column)}${row + 1}`
}

/** The name of a column, e.g. `C`, `AA`; from 0. */
export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : `${columnName(Math.floor(column / 26) - 1)}${last}`
}

/** What a person would read in the cell. */
export function cellText(cell: GridCell): string {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '')
  return typeof cell === 'object' ? cell.text : String(cell)
}

/** Whether there is nothing in the cell but blanks. */
export function isBlank(cell: GridCell | undefined): boolean {
  return cell === undefined || cellText(cell).trim() === ''
}
