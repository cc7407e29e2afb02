import { readXlsx, type Sheet, streamXlsxRows } from 'hucre/xlsx'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { scopeSheets } from '#archive-schema/scope/workbook/scope-columns.ts'
import { cellName, type GridCell, type SheetGrid } from '#archive-schema/scope/workbook/sheet-grid.ts'
import { examineWorkbook } from '#pipelines/examination/examine-workbook.ts'

/** The most rows and columns of a sheet: far beyond any table, and little enough to be held in memory. */
const most = { rows: 20_000, columns: 64, sheets: 16 } as const

/**
 * The sheets of an .xlsx workbook. What it is, is looked at first (`examineWorkbook`), and how far its sheets reach, before
 * they are held in memory. Throws `SCOPE_WORKBOOK_FORMAT` for another file, the other refusals of `examineWorkbook`,
 * `LIMITS_SIZE` for a sheet beyond all measure, and `FORMATS_DAMAGED` for a workbook that cannot be read.
 */
export async function openWorkbook(file: string, bytes: Uint8Array): Promise<SheetGrid[]> {
  try {
    await examineWorkbook(file, bytes)
    return await readSheets(file, bytes)
  } catch (error) {
    throw refusalOf(file, error)
  }
}

/** The reader of workbooks throws errors of many kinds, and all of them say that it cannot read this one. */
function refusalOf(file: string, error: unknown): ArchiveError {
  if (!(error instanceof ArchiveError)) {
    return new ArchiveError({ code: 'FORMATS_DAMAGED', file, found: messageOf(error) }, { cause: error })
  }
  if (error.code !== 'FORMATS_UNKNOWN') return error
  const { found = '' } = error.faults[0]
  return new ArchiveError({ code: 'SCOPE_WORKBOOK_FORMAT', file, found }, { cause: error })
}

async function readSheets(file: string, bytes: Uint8Array): Promise<SheetGrid[]> {
  const names = await sheetNames(bytes)
  refuseTooMany(file, '工作表 / sheets', names.length, most.sheets)
  for (const name of names.filter(isRead)) await refuseHugeSheet(file, bytes, name)
  const { sheets } = await readXlsx(bytes, { sheets: ({ name }) => isRead(name) })
  return names.map((name) => {
    const sheet = sheets.find((each) => each.name === name)
    return sheet === undefined ? { name, rows: [], merged: [] } : gridOf(sheet)
  })
}

/** Only sheets that are known are held in memory; of the others the name is enough for a refusal. */
function isRead(name: string): boolean {
  return Object.values(scopeSheets).some((sheet) => sheet.name === name)
}

async function sheetNames(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = []
  await readXlsx(bytes, {
    sheets: ({ name }) => {
      names.push(name)
      return false
    },
  })
  return names
}

async function refuseHugeSheet(file: string, bytes: Uint8Array, sheet: string): Promise<void> {
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    refuseTooMany(file, `${sheet} 行 / rows`, index + 1, most.rows)
    refuseTooMany(file, `${sheet} 列 / columns`, values.length, most.columns)
  }
}

function refuseTooMany(file: string, what: string, found: number, limit: number): void {
  if (found <= limit) return
  throw new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${found} ${what}`, expected: `${limit}` })
}

function gridOf({ name, rows, cells, merges }: Sheet): SheetGrid {
  const grid: GridCell[][] = rows.map((row) => row.map(withoutImpossibleDay))
  for (const [place, { type, formula, value }] of cells ?? []) {
    if (type !== 'formula' && type !== 'error') continue
    const [row = 0, column = 0] = place.split(',').map(Number)
    const text = type === 'formula' ? `=${formula}` : String(value)
    const target = grid[row]
    if (target === undefined) throw new Error(`${cellName(name, row, column)} lies outside its sheet`)
    target[column] = { unfit: type, text }
  }
  return { name, rows: grid, merged: merges ?? [] }
}

/** A number far from any calendar that is formatted as a day is shown as `#####`. */
function withoutImpossibleDay(cell: GridCell): GridCell {
  return cell instanceof Date && Number.isNaN(cell.getTime()) ? { unfit: 'error', text: '#####' } : cell
}
