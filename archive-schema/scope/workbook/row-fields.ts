import type { SheetRow } from './sheet-rows.ts'

/** Fields by their names, as JSON would give them. */
export type Fields = Record<string, unknown>

/** By which cells a row says to which table, and to which item of it, it belongs. */
export const rowKeys = {
  table: ['creditCode', 'version'],
  item: ['creditCode', 'version', 'itemCode', 'itemVersions'],
} as const

/** What those cells hold, as one text. */
export function keyOf({ fields }: SheetRow, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => fields[name] ?? null))
}

/** The fields of these names, as far as they are there. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]))
}
