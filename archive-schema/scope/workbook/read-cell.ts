import type { ColumnKind } from './scope-columns.ts'
import { cellText, type GridCell } from './sheet-grid.ts'

/** What a cell holds, for the field of its column; or why it cannot be read. Nothing where the cell is blank. */
export type CellReading = { readonly value?: unknown; readonly fault?: string }

/** The most digits that a spreadsheet keeps exactly. */
const exactDigits = 15

/**
 * Reads a cell. Spreadsheets turn what is typed into numbers and days: a whole number that was kept exactly is taken as its
 * digits, a day as a day; what may have lost something on the way (a fraction, a long number, a formula) is a fault.
 */
export function readCell(cell: GridCell, kind: ColumnKind): CellReading {
  if (cell === null) return {}
  if (cell instanceof Date) return kind === 'day' ? dayOf(cell) : fault(cell, '是日期，请设为文本格式 / a date')
  if (typeof cell === 'object')
    return fault(cell, cell.unfit === 'formula' ? '是公式 / a formula' : '是错误值 / an error')
  if (typeof cell === 'boolean') return kind === 'yes-no' ? { value: cell } : fault(cell, '是逻辑值 / a truth value')
  if (typeof cell === 'number') return numberReading(cell, kind)
  return textReading(cell.normalize('NFC').trim(), kind)
}

function fault(cell: GridCell, reason: string): CellReading {
  return { fault: `“${cellText(cell)}” ${reason}` }
}

function dayOf(cell: Date): CellReading {
  const [day, time] = cell.toISOString().split('T')
  return time === '00:00:00.000Z' ? { value: day } : fault(cell, '含时刻 / holds a time of day')
}

function numberReading(cell: number, kind: ColumnKind): CellReading {
  if (kind !== 'text' && kind !== 'versions') return fault(cell, '是数字 / a number')
  if (!Number.isSafeInteger(cell) || Math.abs(cell) >= 10 ** exactDigits) {
    return fault(
      cell,
      '是数字，可能已失真，请设为文本格式 / a number that may have lost digits: format the cell as text',
    )
  }
  return textReading(String(cell), kind)
}

function textReading(text: string, kind: ColumnKind): CellReading {
  if (text === '') return {}
  if (kind === 'day') return { value: isoDay(text) }
  if (kind === 'versions') return { value: text.split(/[、，,；;\s]+/u).filter((version) => version !== '') }
  if (kind === 'yes-no')
    return text === '是' || text === '否' ? { value: text === '是' } : fault(text, '不是“是”或“否” / neither 是 nor 否')
  return { value: text }
}

/** `2024/7/1` and `2024年7月1日` as `2024-07-01`; whether it is a day at all, the schema says. */
function isoDay(text: string): string {
  const parts = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$/.exec(text)
  if (parts === null) return text
  const [, year = '', month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
