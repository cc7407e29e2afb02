import { caseResults } from '#archive-schema/case-file/handling.ts'
import { FieldPlaces } from './field-places.ts'
import { readRequirement } from './material-requirement.ts'
import { type Fields, keyOf, pick, rowKeys } from './row-fields.ts'
import { headColumns, itemColumns, materialColumns, type ScopeColumn, scopeSheets } from './scope-columns.ts'
import type { CellFault, Place, SheetRow } from './sheet-rows.ts'

type TablePart = {
  readonly path: string
  readonly fields: Fields & { entries: Fields[]; excludedMaterials?: Fields[] }
}
type EntryPart = { readonly path: string; readonly fields: Fields & { materials: Fields[] } }

/**
 * Puts the rows of the sheets together into tables, as JSON would give them, and remembers the cell of each field. A row whose
 * table or item is not there is a fault, and is put into one that nobody sees, so that its other cells are checked too.
 */
export class WorkbookAssembly {
  readonly tables: Fields[] = []
  readonly places = new FieldPlaces()
  readonly faults: CellFault[] = []
  readonly #tables = new Map<string, TablePart>()
  readonly #entries = new Map<string, EntryPart>()
  /** What has been missed already: one fault is enough for all the rows that want the same. */
  readonly #missed = new Set<string>()

  constructor() {
    this.places.put('tables', { cell: `${scopeSheets.head.name}!A2`, text: '', expected: '至少一行' })
  }

  addHead(row: SheetRow): void {
    const key = keyOf(row, rowKeys.table)
    if (this.#isRepeated(this.#tables.has(key), row, 'version')) return
    const { path } = this.#table(key, row.fields, row.places.get('version'))
    this.#putAll(path, row, headColumns)
  }

  addItem(row: SheetRow): void {
    const key = keyOf(row, rowKeys.item)
    if (this.#isRepeated(this.#entries.has(key), row, 'itemCode')) return
    const table = this.#tableOf(row, scopeSheets.head.name)
    const { creditCode: _, version: __, ...fields } = row.fields
    const { path } = this.#entry(key, table, fields, row.places.get('itemCode'))
    this.#putAll(path, row, itemColumns)
  }

  addMaterial(row: SheetRow): void {
    const key = keyOf(row, rowKeys.item)
    const known = this.#entries.get(key)
    if (known === undefined) this.#reportMissing(row, rowKeys.item, scopeSheets.items.name)
    const entry =
      known ?? this.#entry(key, this.#tables.get(keyOf(row, rowKeys.table)) ?? this.#hidden(), {}, undefined)
    const { faults, ...requirement } = readRequirement(row)
    this.faults.push(...faults)
    const path = `${entry.path}.materials[${entry.fields.materials.length}]`
    entry.fields.materials.push({
      ...pick(row.fields, ['class', 'code', 'stage', 'name', 'carrier', 'signed', 'scanning']),
      ...requirement,
    })
    this.#putAll(path, row, materialColumns)
    const results = faults.length > 0 ? undefined : row.places.get(caseResults[0])
    for (const field of ['required', 'results', 'requiredResults']) this.places.put(`${path}.${field}`, results)
    this.places.put(path, row.places.get('name'))
  }

  addExcluded(row: SheetRow): void {
    const { path, fields } = this.#tableOf(row, scopeSheets.head.name)
    const earlier = fields.excludedMaterials ?? []
    const field = `${path}.excludedMaterials[${earlier.length}]`
    fields.excludedMaterials = [...earlier, pick(row.fields, ['name', 'reason'])]
    this.#putAll(field, row, scopeSheets.excluded.columns)
  }

  #table(key: string, fields: Fields, place: Place | undefined): TablePart {
    const part = { path: `tables[${this.tables.length}]`, fields: { ...fields, entries: [] } }
    this.tables.push(part.fields)
    this.#tables.set(key, part)
    this.places.put(part.path, place)
    this.places.put(
      `${part.path}.entries`,
      place && { ...place, text: '', expected: `“${scopeSheets.items.name}”表中至少一行` },
    )
    return part
  }

  #entry(key: string, table: TablePart, fields: Fields, place: Place | undefined): EntryPart {
    const { entries } = table.fields
    const part = { path: `${table.path}.entries[${entries.length}]`, fields: { ...fields, materials: [] } }
    entries.push(part.fields)
    this.#entries.set(key, part)
    this.places.put(part.path, place)
    this.places.put(
      `${part.path}.materials`,
      place && { ...place, text: '', expected: `“${scopeSheets.materials.name}”表中至少一行` },
    )
    return part
  }

  #tableOf(row: SheetRow, sheet: string): TablePart {
    const known = this.#tables.get(keyOf(row, rowKeys.table))
    if (known !== undefined) return known
    this.#reportMissing(row, rowKeys.table, sheet)
    return this.#hidden()
  }

  /** A table whose own fields stand nowhere: what is wrong with them is not said. */
  #hidden(): TablePart {
    return this.#tables.get('') ?? this.#table('', {}, undefined)
  }

  #putAll(path: string, row: SheetRow, columns: readonly ScopeColumn[]): void {
    for (const { field } of columns) this.places.put(`${path}.${field}`, row.places.get(field))
  }

  #isRepeated(known: boolean, row: SheetRow, field: string): boolean {
    const place = row.places.get(field)
    if (!known || place === undefined) return known
    this.faults.push({ cell: place.cell, found: `“${place.text}” 重复的行 / stands twice`, expected: '不重复的行' })
    return true
  }

  #reportMissing(row: SheetRow, names: readonly string[], sheet: string): void {
    const place = row.places.get(names.at(-1) ?? '')
    const wanted = keyOf(row, names)
    if (place === undefined || this.#missed.has(wanted)) return
    this.#missed.add(wanted)
    const key = names.map((name) => row.places.get(name)?.text ?? '').join(' / ')
    const found = `“${key}” 在“${sheet}”表中没有对应的行 / no such row in that sheet`
    this.faults.push({ cell: place.cell, found, expected: `“${sheet}”表中已有的行` })
  }
}
