import { colToLetter, type DataValidation, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import type { WrittenSheet } from '#archive-schema/scope/workbook/write-scope-workbook.ts'

/** Workbooks say when they were made; so that the same tables give the same bytes, these all say the same. */
const made = new Date('2000-01-01T00:00:00Z')
/** As far down as rows may be added, the value lists hold. */
const lastRow = 20_000

/** 文本格式: what is typed into the cell stays as it was typed. */
const asText = { numFmt: '@' }
const asHeading = { ...asText, font: { bold: true } }

/** An .xlsx workbook of text cells: heading row frozen, value lists as data validation. The same sheets give the same bytes. */
export function saveWorkbook(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return writeXlsx({ sheets: sheets.map(writtenSheet), properties: { created: made, modified: made } })
}

function writtenSheet({ name, columns, rows }: WrittenSheet): WriteSheet {
  return {
    name,
    columns: columns.map(({ width }) => ({ width, style: asText })),
    rows: rows.map((row) => row.map((text) => (text === '' ? null : escaped(text)))),
    cells: new Map(columns.map((_, index) => [`0,${index}`, { style: asHeading }])),
    dataValidations: columns.flatMap(({ values, expected }, index) =>
      values === undefined ? [] : [valueList(index, values, expected)],
    ),
    freezePane: { rows: 1 },
  }
}

function valueList(column: number, values: readonly string[], expected: string): DataValidation {
  const letter = colToLetter(column)
  return {
    type: 'list',
    values: [...values],
    range: `${letter}2:${letter}${lastRow}`,
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: '值列表',
    errorMessage: expected,
  }
}

/** `_x000D_` in a cell stands for a character (ECMA-376 part 1, 22.9.2.19); text that only looks so is marked as such. */
function escaped(text: string): string {
  return text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
}
