import { refuse } from '#archive-schema/archive-error.ts'
import { canonicalTables } from '../canonical-tables.ts'
import { withRetentionCodes } from '../retention-terms.ts'
import type { ScopeTableEdition } from '../scope-table.ts'
import { scopeTableProblems } from '../scope-table-problems.ts'
import { type ScopeSheet, scopeSheets } from './scope-columns.ts'
import type { SheetGrid } from './sheet-grid.ts'
import { type CellFault, readSheetRows, type SheetReading } from './sheet-rows.ts'
import { WorkbookAssembly } from './workbook-assembly.ts'

/**
 * Reads scope tables from a workbook with the sheets 表头, 事项, 材料 and, if need be, 不归档材料. Throws `SCOPE_CELL_INVALID`
 * with every fault, sheet by sheet and row by row, each with its cell (`材料!C7`) and what was expected there. `file` is only
 * named.
 */
export function readScopeWorkbook(sheets: readonly SheetGrid[], file: string): ScopeTableEdition[] {
  const readings = {
    head: readSheet(sheets, scopeSheets.head),
    items: readSheet(sheets, scopeSheets.items),
    materials: readSheet(sheets, scopeSheets.materials),
    excluded: readSheet(sheets, scopeSheets.excluded),
  }
  const assembly = assemble(readings)
  const value = withRetentionCodes({ tables: assembly.tables })
  const faults = [
    ...unknownSheets(sheets),
    ...Object.values(readings).flatMap((reading) => reading.faults),
    ...assembly.faults,
    ...scopeTableProblems(value).flatMap((problem) => assembly.places.faultOf(problem)),
  ]
  refuse(inSheetOrder(faults).map(({ cell, ...rest }) => ({ code: 'SCOPE_CELL_INVALID', file, field: cell, ...rest })))
  return canonicalTables(value)
}

type Readings = Readonly<Record<keyof typeof scopeSheets, SheetReading>>

function assemble({ head, items, materials, excluded }: Readings): WorkbookAssembly {
  const assembly = new WorkbookAssembly()
  for (const row of head.rows) assembly.addHead(row)
  for (const row of items.rows) assembly.addItem(row)
  for (const row of materials.rows) assembly.addMaterial(row)
  for (const row of excluded.rows) assembly.addExcluded(row)
  return assembly
}

function readSheet(sheets: readonly SheetGrid[], sheet: ScopeSheet): SheetReading {
  const grid = sheets.find(({ name }) => name === sheet.name)
  if (grid !== undefined) return readSheetRows(grid, sheet)
  if (sheet.optional) return { rows: [], faults: [] }
  return { rows: [], faults: [{ cell: sheet.name, found: '缺工作表 / sheet is missing', expected: sheetNames() }] }
}

/** A sheet that nobody reads might hold what somebody believes to be approved. */
function unknownSheets(sheets: readonly SheetGrid[]): CellFault[] {
  const known: readonly string[] = Object.values(scopeSheets).map(({ name }) => name)
  return sheets
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => ({ cell: name, found: '多余的工作表 / unknown sheet', expected: sheetNames() }))
}

function sheetNames(): string {
  return Object.values(scopeSheets)
    .map(({ name, optional }) => (optional ? `${name}（可无）` : name))
    .join('、')
}

/** As a person goes through the workbook: sheet by sheet, then row by row. */
function inSheetOrder(faults: readonly CellFault[]): CellFault[] {
  const order: readonly string[] = Object.values(scopeSheets).map(({ name }) => name)
  const rank = ({ cell }: CellFault) => {
    const [sheet = '', place = ''] = cell.split('!')
    return [order.indexOf(sheet), Number(/\d+/.exec(place)?.[0] ?? 0)] as const
  }
  return faults.toSorted((one, other) => {
    const [[sheet, row], [otherSheet, otherRow]] = [rank(one), rank(other)]
    return sheet - otherSheet || row - otherRow
  })
}
