import type { ScopeEntry, ScopeTableEdition } from '../scope-table.ts'
import { writeRequirement } from './material-requirement.ts'
import { type ScopeColumn, type ScopeSheet, scopeSheets } from './scope-columns.ts'

/** A sheet to be written: all cells are text, the first row holds the headings. */
export type WrittenSheet = ScopeSheet & { readonly rows: readonly (readonly string[])[] }

type Fields = Readonly<Record<string, unknown>>

/** The sheets of a workbook that `readScopeWorkbook` reads as these tables again. */
export function writeScopeWorkbook(tables: readonly ScopeTableEdition[]): WrittenSheet[] {
  const items = tables.flatMap((table) => table.entries.map((entry) => itemFields(table, entry)))
  const materials = tables.flatMap((table) => table.entries.flatMap((entry) => materialFields(table, entry)))
  const excluded = tables.flatMap((table) =>
    (table.excludedMaterials ?? []).map((material) => ({ ...tableKey(table), ...material })),
  )
  return [
    written(scopeSheets.head, tables.map(headFields)),
    written(scopeSheets.items, items),
    written(scopeSheets.materials, materials),
    ...(excluded.length === 0 ? [] : [written(scopeSheets.excluded, excluded)]),
  ]
}

function tableKey({ creditCode, version }: ScopeTableEdition): Fields {
  return { creditCode, version }
}

/** The status is written out: nobody should have to know what an empty cell means. */
function headFields(table: ScopeTableEdition): Fields {
  return { ...table, status: table.status ?? '已审核' }
}

function itemFields(table: ScopeTableEdition, entry: ScopeEntry): Fields {
  return { ...tableKey(table), ...entry }
}

function materialFields(table: ScopeTableEdition, { itemCode, itemVersions, materials }: ScopeEntry): Fields[] {
  return materials.map((material) => {
    return { ...tableKey(table), itemCode, itemVersions, ...material, ...writeRequirement(material) }
  })
}

function written(sheet: ScopeSheet, list: readonly Fields[]): WrittenSheet {
  const headings = sheet.columns.map(({ heading }) => heading)
  return { ...sheet, rows: [headings, ...list.map((fields) => sheet.columns.map((column) => cellOf(fields, column)))] }
}

function cellOf(fields: Fields, { field, kind }: ScopeColumn): string {
  const value = fields[field]
  if (value === undefined) return ''
  if (kind === 'yes-no') return value === true ? '是' : '否'
  return Array.isArray(value) ? value.join('、') : String(value)
}
