import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { localDate } from '#archive-schema/case-file/instant.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { type ScopeEntry, type ScopeTable, scopeTableId } from './scope-table.ts'

/** The table that was in force for a case, and its entry for the item of the case. */
export type ScopeFinding = { readonly table: ScopeTable; readonly entry: ScopeEntry }

/**
 * 归档范围 of a case: the entry for its item, in the table of its body that was in force on the day of 办结 (the newest
 * `effectiveFrom` that is not later). The table that the case names by version and approval number must be one of these
 * too; where the body has adopted a newer one before 办结, the newer one rules.
 *
 * Throws `SCOPE_TABLE_MISSING` (no table in force, or the named one is not known), `SCOPE_ITEM_UNKNOWN` (item or its
 * version not in the table); and together `SCOPE_RETENTION` (the case says another period than the table),
 * `SCOPE_UNIT_DIFFERS` (another 全宗号 or 行政区划, which would give the record the number of another body), and
 * `IDENTIFIERS_ITEM_CODE` (the base code is not that of the item).
 */
export function findScopeEntry(tables: readonly ScopeTable[], caseFile: CaseFile): ScopeFinding {
  const table = tableInForce(tables, caseFile)
  const entry = entryOf(table, caseFile)
  refuse([...retentionFaults(entry, caseFile), ...unitFaults(table, caseFile), ...baseCodeFaults(entry, caseFile)])
  return { table, entry }
}

function tableInForce(tables: readonly ScopeTable[], { unit, item, case: handling }: CaseFile): ScopeTable {
  const day = localDate(handling.finishedAt)
  const adopted = tables
    .filter((table) => table.creditCode === unit.creditCode && table.effectiveFrom <= day)
    .toSorted((one, other) => compare(rank(one), rank(other)))
  const newest = adopted.at(-1)
  const { version, approvalNumber } = item.scopeTable
  const named = adopted.some((table) => table.version === version && table.approvalNumber === approvalNumber)
  if (newest !== undefined && named) return newest
  const body = `${unit.name} ${unit.creditCode}`
  const found = newest === undefined ? body : `${body}（${version}，${approvalNumber}）`
  throw new ArchiveError({ code: 'SCOPE_TABLE_MISSING', field: 'item.scopeTable', found, expected: day })
}

/** Later in force is newer; of two on one day, the one approved later. Days in ISO form sort as text. */
function rank(table: ScopeTable): string {
  return `${table.effectiveFrom} ${table.approvedOn} ${table.version}`
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function entryOf(table: ScopeTable, { item }: CaseFile): ScopeEntry {
  const entries = table.entries.filter(({ itemCode }) => itemCode === item.code)
  const entry = entries.find(({ itemVersions }) => itemVersions.includes(item.version))
  if (entry !== undefined) return entry
  const field = entries.length === 0 ? 'item.code' : 'item.version'
  const found = `${item.code}（${item.name}，${item.version}）`
  throw new ArchiveError({ code: 'SCOPE_ITEM_UNKNOWN', field, found, expected: scopeTableId(table) })
}

function retentionFaults(entry: ScopeEntry, { item }: CaseFile): Fault[] {
  if (item.retention === entry.retention) return []
  return [{ code: 'SCOPE_RETENTION', field: 'item.retention', found: item.retention, expected: entry.retention }]
}

function unitFaults(table: ScopeTable, { unit }: CaseFile): Fault[] {
  return (['fondsCode', 'regionCode'] as const)
    .filter((name) => unit[name] !== table[name])
    .map((name) => ({ code: 'SCOPE_UNIT_DIFFERS', field: `unit.${name}`, found: unit[name], expected: table[name] }))
}

function baseCodeFaults(entry: ScopeEntry, { item }: CaseFile): Fault[] {
  if (item.baseCode === entry.baseCode) return []
  return [{ code: 'IDENTIFIERS_ITEM_CODE', field: 'item.baseCode', found: item.baseCode, expected: entry.baseCode }]
}
