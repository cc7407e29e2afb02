import { refuse } from '#archive-schema/archive-error.ts'
import { readJson } from '#archive-schema/case-file/read-json.ts'
import { schemaProblems } from '#archive-schema/case-file/schema-problems.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { isValidCreditCode } from '#archive-schema/identifiers/credit-code.ts'
import { type ScopeEntry, type ScopeTable, ScopeTables, scopeTableId } from './scope-table.ts'

type Problem = { readonly field: string; readonly found: string }

/**
 * Reads approved scope tables from a JSON file. Throws `SCOPE_TABLE_INVALID` with every fault: form (a missing approval
 * and an unknown retention period are faults of form), credit codes, and whatever is there twice. `file` is only named.
 */
export function parseScopeTables(bytes: Uint8Array, file = 'scope-tables.json'): ScopeTable[] {
  const { value, fault } = readJson(bytes)
  if (fault !== undefined) refuse([invalid(file, { field: fault.field ?? '(root)', found: fault.found })])
  refuse(schemaProblems(ScopeTables, value).map((problem) => invalid(file, problem)))
  const { tables } = ScopeTables.parse(value)
  refuse(tableProblems(tables).map((problem) => invalid(file, problem)))
  return tables
}

function invalid(file: string, problem: Problem): Fault {
  return { code: 'SCOPE_TABLE_INVALID', file, ...problem }
}

function tableProblems(tables: readonly ScopeTable[]): Problem[] {
  const keys = tables.map((table, index) => ({ field: `tables[${index}].version`, keys: [scopeTableId(table)] }))
  return [...repeated(keys), ...tables.flatMap((table, index) => entryProblems(table, `tables[${index}]`))]
}

function entryProblems(table: ScopeTable, where: string): Problem[] {
  const items = table.entries.map(({ itemCode, itemVersions }, index) => ({
    field: `${where}.entries[${index}].itemCode`,
    keys: itemVersions.map((version) => `${itemCode}/${version}`),
  }))
  return [
    ...creditCodeProblems(table, where),
    ...repeated(items),
    ...table.entries.flatMap((entry, index) => itemProblems(table, entry, `${where}.entries[${index}]`)),
  ]
}

function creditCodeProblems({ creditCode }: ScopeTable, where: string): Problem[] {
  if (isValidCreditCode(creditCode)) return []
  return [{ field: `${where}.creditCode`, found: `${creditCode} 校验位错误 / wrong check character (GB 32100)` }]
}

function itemProblems(table: ScopeTable, entry: ScopeEntry, where: string): Problem[] {
  const materials = entry.materials.map(({ name, results }, index) => ({
    field: `${where}.materials[${index}].name`,
    keys: results.map((result) => `${name.normalize('NFC')}/${result}`),
  }))
  const agrees = entry.itemCode.startsWith(table.creditCode) && entry.itemCode.endsWith(entry.baseCode)
  if (agrees) return repeated(materials)
  const found = `${entry.itemCode} ≠ ${table.creditCode}·${entry.baseCode}`
  return [{ field: `${where}.itemCode`, found }, ...repeated(materials)]
}

function repeated(things: readonly { readonly field: string; readonly keys: readonly string[] }[]): Problem[] {
  const known = new Map<string, string>()
  return things.flatMap(({ field, keys }) => {
    const key = keys.find((candidate) => known.has(candidate))
    for (const each of keys) known.set(each, known.get(each) ?? field)
    if (key === undefined) return []
    return [{ field, found: `${key} 与 ${known.get(key)} 重复 / stands twice, first in ${known.get(key)}` }]
  })
}
