import { caseResults } from '#archive-schema/case-file/handling.ts'
import { type ScopeEntry, type ScopeMaterial, type ScopeTableEdition, ScopeTables } from './scope-table.ts'

/**
 * The tables of a value that `scopeTableProblems` has no fault with, in one form for one meaning, whatever file they came from,
 * so that the same table is known as the same again: fields in the order of the schema, end states in that of their value
 * list, and nothing said that holds anyhow (已审核, 电子, 接收, 必要 at every end state). Throws a `ZodError` for all else.
 */
export function canonicalTables(value: unknown): ScopeTableEdition[] {
  return ScopeTables.parse(value).tables.map(canonicalTable)
}

function canonicalTable(table: ScopeTableEdition): ScopeTableEdition {
  const { status, ...rest } = table
  const entries = table.entries.map(canonicalEntry)
  return status === '草案' ? { ...table, entries } : { ...rest, entries }
}

function canonicalEntry(entry: ScopeEntry): ScopeEntry {
  const { unlistedMaterials, ...rest } = entry
  const materials = entry.materials.map(canonicalMaterial)
  const isSaid = unlistedMaterials !== undefined && unlistedMaterials !== '接收'
  return isSaid ? { ...entry, materials } : { ...rest, materials }
}

function canonicalMaterial(material: ScopeMaterial): ScopeMaterial {
  const { carrier, signed, scanning, requiredResults, ...rest } = material
  const results = caseResults.filter((result) => material.results.includes(result))
  const required = caseResults.filter((result) => requiredResults?.includes(result))
  return {
    ...rest,
    ...(carrier === undefined || carrier === '电子' ? {} : { carrier }),
    ...(signed === true ? { signed } : {}),
    ...(scanning === undefined || scanning === '一般' ? {} : { scanning }),
    results,
    ...(required.length === 0 || required.length === results.length ? {} : { requiredResults: required }),
  }
}

/** Every text of a JSON value in NFC and without blanks around it. */
export function trimmedTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  if (Array.isArray(value)) return value.map(trimmedTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, trimmedTexts(each)]))
}
